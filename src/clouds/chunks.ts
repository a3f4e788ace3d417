export function chunks<One>(all: readonly One[], size: number): (readonly One[])[] {
	return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
}
