type Command = { readonly usage: string; readonly options: object };
type Described = { readonly usage: string; readonly type?: 'container'; readonly commands?: Record<string, object> };

/** The commands in osls' form. Each has one step, `run`; `secrets set` is the command `set` of a container `secrets`. */
export function described(all: Readonly<Record<string, Command>>): Readonly<Record<string, Described>> {
	const found: Record<string, Described> = {};
	for (const [name, { usage, options }] of Object.entries(all)) {
		const [first = '', second] = name.split(' ');
		const command = { usage, options, lifecycleEvents: ['run'] };
		if (second === undefined) found[first] = command;
		else found[first] = { usage: `Works with ${first}`, type: 'container', commands: { ...found[first]?.commands, [second]: command } };
	}
	return found;
}
