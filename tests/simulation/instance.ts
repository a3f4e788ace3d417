/** What can die: a process, a thread of it, an instance of a function. What its parent was dies with it. */
export type Instance = {
	readonly name: string;
	readonly parent: Instance | undefined;
	/** Resolves when it, or its parent, dies. */
	readonly death: Promise<void>;
	readonly die: () => void;
	alive: boolean;
	/** Milliseconds since the epoch. */
	frozenUntil: number;
};

export function instance(name: string, parent?: Instance): Instance {
	const { promise: own, resolve } = Promise.withResolvers<void>();
	const one: Instance = {
		name,
		parent,
		death: parent === undefined ? own : Promise.race([own, parent.death]),
		die: () => {
			one.alive = false;
			resolve();
		},
		alive: true,
		frozenUntil: 0,
	};
	return one;
}

export function isAlive({ alive, parent }: Instance): boolean {
	return alive && (parent === undefined || isAlive(parent));
}

export function frozenUntil({ frozenUntil: own, parent }: Instance): number {
	return Math.max(own, parent === undefined ? 0 : frozenUntil(parent));
}

/** The whole process, of which a thread is a part. */
export function rootOf(one: Instance): Instance {
	return one.parent === undefined ? one : rootOf(one.parent);
}
