/** First in, first out. Taking costs as little as putting, however long it is. */
export type Line<Item> = {
	readonly put: (item: Item) => void;
	readonly first: () => Item | undefined;
	readonly take: () => Item | undefined;
	readonly length: () => number;
};

export function startLine<Item>(): Line<Item> {
	let items: (Item | undefined)[] = [];
	let head = 0;
	return {
		put: (item) => items.push(item),
		first: () => items[head],
		take: () => {
			const item = items[head];
			items[head] = undefined;
			head = Math.min(head + 1, items.length);
			if (head > 10_000 && head > items.length / 2) [items, head] = [items.slice(head), 0];
			return item;
		},
		length: () => items.length - head,
	};
}
