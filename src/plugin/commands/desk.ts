import type { Provider } from '../../webhook/provider.ts';
import type { Routes, Source } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Providers } from '../read-source.ts';
import type { Place } from './place.ts';
import { printable } from './printable.ts';

/** What the `sls webhook` commands work with, and where. */
export type Desk = Place & {
	readonly routes: Routes;
	/** Nothing that it is given can steer a terminal. */
	readonly print: (text: string) => void;
	/** Asks for the value of a secret, which shows nowhere. */
	readonly ask: (name: string) => Promise<string>;
	/** Whether a value is piped in that nobody has asked for. */
	readonly piped: () => Promise<boolean>;
	/** Whether the user says yes. */
	readonly confirm: (question: string) => Promise<boolean>;
	/** @throws {Mistake} with the nearest right name */
	readonly source: (name: string | undefined) => { readonly source: Source; readonly provider: Provider };
};

type Setting = Pick<Desk, 'routes' | 'print' | 'ask' | 'confirm'> & Partial<Pick<Desk, 'piped'>> & { readonly providers: Providers };

export function openDesk({ routes, providers, print, ask, confirm, piped = async () => false }: Setting, place: Place): Desk {
	return {
		...place,
		routes,
		ask,
		confirm,
		piped,
		print: (text) => print(printable(text)),
		source: (name) => {
			const names = Object.keys(routes.sources);
			if (name === undefined) throw new Mistake(`--source: say which one${suggest('', names)}`);
			const source = Object.hasOwn(routes.sources, name) ? routes.sources[name] : undefined;
			const provider = source && providers[source.provider];
			if (source === undefined || provider === undefined) throw noSource(name, routes);
			return { source, provider: 'configure' in provider ? provider.configure(source.options ?? {}) : provider };
		},
	};
}

export function noSource(name: string, { sources }: Routes): Mistake {
	return new Mistake(`--source: there is no source "${name}"${suggest(name, Object.keys(sources))}`);
}
