import type { Provider } from '../../webhook/provider.ts';
import type { Routes, Source } from '../../webhook/source.ts';

import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Providers } from '../read-source.ts';
import type { Place } from './place.ts';
import { printable } from './printable.ts';
import { untilInterrupted } from './until-interrupted.ts';

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
	/** Whether somebody is there to be asked. */
	readonly attended: boolean;
	/** Where what is no result is said. */
	readonly terminal: Terminal;
	/** Resolves when the command is asked to end, by Ctrl-C as a rule. */
	readonly untilStopped: () => Promise<void>;
	/** @throws {Mistake} with the nearest right name */
	readonly source: (name: string | undefined) => { readonly source: Source; readonly provider: Provider };
};

/** Standard error; lines are redrawn only where it is a terminal. */
export type Terminal = { readonly isTTY: boolean; readonly write: (text: string) => unknown };

type Own = Pick<Desk, 'attended' | 'terminal' | 'untilStopped'>;
type Setting = Pick<Desk, 'routes' | 'print' | 'ask' | 'confirm'> &
	Partial<Pick<Desk, 'piped'>> & { readonly providers: Providers; readonly own?: Own };

const ofProcess = (): Own => ({
	attended: process.stdin.isTTY === true,
	terminal: { isTTY: process.stderr.isTTY === true, write: (text) => process.stderr.write(text) },
	untilStopped: untilInterrupted,
});

const nothingPiped = async () => false;

export function openDesk(setting: Setting, place: Place): Desk {
	const { routes, providers, print, ask, confirm, piped = nothingPiped, own = ofProcess() } = setting;
	return {
		...place,
		...own,
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
			if (source === undefined && Object.hasOwn(providers, name)) throw notConfigured(name);
			if (source === undefined || provider === undefined) throw noSource(name, routes);
			return { source, provider: 'configure' in provider ? provider.configure(source.options ?? {}) : provider };
		},
	};
}

function notConfigured(name: string): Mistake {
	return new Mistake(
		`--source: serverless.yml has no source "${name}" yet, the catalogue has its provider: npx sls webhook new function --source ${name} --type <type>`,
	);
}

export function noSource(name: string, { sources }: Routes): Mistake {
	return new Mistake(`--source: there is no source "${name}"${suggest(name, Object.keys(sources))}`);
}
