type Branch = Readonly<Record<string, unknown>> | readonly unknown[];
type Test = (body: string) => Promise<boolean>;

/** What is left of a JSON body when each field is taken away without which it still fits. Other bodies stay whole. */
export async function smallestBody(body: string, fits: Test): Promise<string> {
	const whole = parse(body);
	if (!isBranch(whole)) return body;
	return JSON.stringify(await smallest(whole, (one) => fits(JSON.stringify(one))));
}

async function smallest(whole: Branch, fits: (value: Branch) => Promise<boolean>): Promise<Branch> {
	let kept = whole;
	// From the end, so that what is taken out of a list moves nothing that is still to come.
	for (const [key, value] of Object.entries(whole).reverse()) {
		const outer = kept;
		const without = change(outer, key, []);
		if (await fits(without)) kept = without;
		else if (isBranch(value)) {
			const inner = await smallest(value, (one) => fits(change(outer, key, [one])));
			kept = change(outer, key, [inner]);
		}
	}
	return kept;
}

/** With another value of the key, or with none. */
function change(branch: Branch, key: string, value: readonly unknown[]): Branch {
	const changed = Object.entries(branch).flatMap(([name, one]) => (name === key ? value : [one]).map((each) => [name, each] as const));
	return Array.isArray(branch) ? changed.map(([, one]) => one) : Object.fromEntries(changed);
}

function isBranch(value: unknown): value is Branch {
	return typeof value === 'object' && value !== null;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
