import type { Mutant } from './mutant.ts';

const door = ['tests/plugin/inspector/serve.test.ts'];
const shown = ['tests/plugin/inspector/actions.test.ts'];
const listened = ['tests/plugin/local/take-listened.test.ts'];
const told = ['tests/middleware/diagnose-refusals.test.ts'];

/** The inspector and its door, and what is told of refused deliveries. */
export const desk: readonly Mutant[] = [
	{
		without: 'the token at the desk, of the inspector',
		file: 'src/plugin/inspector/serve.ts',
		find: "if (!sameToken(tokenOf(request, pathname === '/api/changes' ? searchParams.get('token') : null), [site.token]))",
		replace: 'if (site.token === undefined)',
		by: door,
	},
	{
		without: 'the names at the desk, under which the inspector answers',
		file: 'src/plugin/inspector/serve.ts',
		find: "!hosts.includes(headers.host ?? '')",
		replace: 'headers.host === undefined',
		by: door,
	},
	{
		without: 'the origin at the desk, of a page that asks the inspector',
		file: 'src/plugin/inspector/serve.ts',
		find: 'origin !== undefined && !hosts.some(',
		replace: "origin === '' && !hosts.some(",
		by: door,
	},
	{
		without: 'hiding credentials at the desk, in a refused request',
		file: 'src/plugin/inspector/request-page.ts',
		find: 'isCredential(name) ? { name, value: hidden, masked: true } : { name, value }',
		replace: "isCredential('') ? { name, value: hidden, masked: true } : { name, value }",
		by: shown,
	},
	{
		without: 'the digest at the desk, of what a stage has verified',
		file: 'src/plugin/local/read-anew.ts',
		find: 'if (sha256(rawBody) !== listened.sha256)',
		replace: "if (listened.sha256 === '')",
		by: listened,
	},
	{
		without: 'reading anew at the desk what a stage has verified',
		file: 'src/plugin/local/read-anew.ts',
		find: 'read?.id === undefined || read.type !== told.type',
		replace: 'read?.id === undefined',
		by: listened,
	},
	{
		without: 'a bound at the desk on how many refusals are diagnosed',
		file: 'src/middleware/diagnose-refusals.ts',
		find: 'if (diagnosed > mostPerMinute) return undefined;',
		replace: '',
		by: told,
	},
];
