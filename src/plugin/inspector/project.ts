import type { Desk } from '../commands/desk.ts';
import { readSamples } from '../commands/sample.ts';
import type { Project } from './api.ts';

/** What the page offers to choose from. */
export function describeProject({ routes, source: named, url }: Desk): Project {
	const sources = Object.keys(routes.sources).map((name) => {
		const own = routes.routes.filter((route) => route.source === name);
		const { source, provider } = named(name);
		const reachable = own.some((route) => route.path !== undefined);
		return {
			name,
			provider: provider.name,
			samples: reachable ? [...new Set(readSamples(source.provider).map(({ type }) => type))] : [],
			types: [...new Set(own.flatMap((route) => route.type ?? []))],
		};
	});
	return { service: routes.service, url: url ?? '', sources };
}
