import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { announceRun, findRun } from '../../src/plugin/local/announce-run.ts';
import { freePort } from '../../src/plugin/local/free-port.ts';
import { dataDirOf, loadEnv, readPort } from '../../src/plugin/local/settings.ts';
import { untilStopped } from '../../src/plugin/local/until-stopped.ts';
import { Mistake } from '../../src/plugin/mistake.ts';
import type { Routes } from '../../src/webhook/source.ts';
import { packageFor } from './package-for.ts';
import { secretsFor } from './secrets-for.ts';

export type Packaged = {
	readonly routes: Routes;
	/** Where the package is. */
	readonly folder: string;
	/** Where senders are to be served, and what they were told to post to. */
	readonly port: number;
	readonly url: string;
	/** By their names. */
	readonly secrets: Readonly<Record<string, string>>;
	/** Passes on what a function writes. */
	readonly onLine: (line: string) => void;
};

type Cloud = {
	/** As in `serverless.<name>.yml`. */
	readonly name: 'google' | 'azure';
	/** What it runs under. */
	readonly under: string;
	/** Options for sls where the user gives none. */
	readonly params: readonly string[];
	/** Resolves once it serves; what it resolves with ends all of it. */
	readonly start: (packaged: Packaged) => Promise<() => Promise<void>>;
};

/** Packages the service for a cloud and serves it on this machine, until it is told to stop. What the user can put right is one line. */
export async function runPackaged(cloud: Cloud): Promise<void> {
	try {
		await run(cloud);
	} catch (error) {
		if (!(error instanceof Mistake)) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
}

async function run({ name, under, params, start }: Cloud): Promise<void> {
	const values = readOptions();
	const port = readPort(values, 'port') ?? 3000;
	if ((await freePort('127.0.0.1', port)) === undefined)
		throw new Mistake(`Port ${port} is taken. Choose another: npm run start:${name} -- --port ${port < 65_535 ? port + 1 : port - 1}`);
	loadEnv(process.cwd());
	const dataDir = dataDirOf(process.cwd());
	const other = findRun(dataDir);
	if (other !== undefined)
		throw new Mistake(`Another run serves on ${other} with the same data folder. Stop it, or set WEBHOOK_DATA_DIR to another.`);
	const folder = join(dataDir, name);
	const given = values.param?.flatMap((param) => ['--param', param]) ?? params;
	const routes = await packageFor(name, folder, [...(values.stage === undefined ? [] : ['--stage', values.stage]), ...given]);
	const url = `http://localhost:${port}`;
	const onLine = (line: string) => console.log(line);
	const close = await start({ routes, folder, port, url, secrets: secretsFor(routes, dataDir), onLine });
	const forget = announceRun(dataDir, { url, memory: `npm run start:${name}` });
	console.log(describe(routes, url, under));
	await untilStopped();
	forget();
	await close();
	// What watches for the end goes on watching.
	process.exit();
}

function readOptions(): { readonly port?: string; readonly stage?: string; readonly param?: readonly string[] } {
	try {
		return parseArgs({ options: { port: { type: 'string' }, stage: { type: 'string' }, param: { type: 'string', multiple: true } } })
			.values;
	} catch (error) {
		throw new Mistake(`${error instanceof Error ? error.message.split('. ')[0] : error}. There are --port, --stage and --param`);
	}
}

function describe({ routes }: Routes, url: string, under: string): string {
	const paths = [...new Set(routes.flatMap(({ path }) => path ?? []))];
	const [first] = routes.filter(({ path }) => path !== undefined);
	return [
		`Hookport serves on ${url}, packaged as for a deployment, under ${under}`,
		'',
		...paths.map((path) => `  POST ${url}${path}`),
		'',
		'Store    in memory: it goes with the run',
		...(first === undefined ? [] : [`Try      npx sls webhook send --source ${first.source}`]),
		'Stop     Ctrl-C',
		'',
	].join('\n');
}
