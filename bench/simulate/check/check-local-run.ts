import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../../tests/clouds/local/until.ts';
import { copyService, type Service } from '../../../tests/e2e/copy-service.ts';
import { type StartedRun, slsOffline, startRun } from '../../../tests/e2e/start-run.ts';
import type { Deployment } from '../deployment.ts';
import { packageClouds } from '../read/package-clouds.ts';
import { readDeployment } from '../read/read-deployment.ts';
import { simulateLoad } from '../simulate-load.ts';
import { median } from '../tally.ts';
import { type Figures, figuresOf, predictedFigures } from './figures.ts';
import { checkedFunction, readAttempts } from './journal.ts';
import { measureAccept, prepare, timesOf } from './send-load.ts';
import { type Check, type Round, showCheck } from './show-check.ts';

const functionMillis = 100;
/** Rounds, for the documentation: a single one does not say how much they differ. */
const written = 3;
const retry = { attempts: 8, backoff: 1 };
/** Below what four threads can do, near it and above it; and with a function that is down for the first seconds. */
const loads = [
	{ rate: 10, seconds: 20, down: 0 },
	{ rate: 30, seconds: 20, down: 0 },
	{ rate: 60, seconds: 15, down: 0 },
	{ rate: 10, seconds: 30, down: 12 },
	{ rate: 20, seconds: 30, down: 12 },
] as const;
const [startLimit, drainLimit] = [180_000, 180_000] as const;

type Options = { readonly json: boolean; readonly write: boolean; readonly seed: number };

/** Measures the real local run and says how far the simulation is from it. */
export async function checkLocalRun({ json, write, seed }: Options): Promise<void> {
	const deployment = await readLocalDeployment();
	const service = await copyService({ 'src/functions/stripe/invoice-paid.ts': checkedFunction(functionMillis) });
	try {
		const config = await readFile(join(service.folder, 'serverless.yml'), 'utf8');
		await service.write('serverless.yml', config.replace('    sources:', `    retry: ${JSON.stringify(retry)}\n    sources:`));
		const run = await startRun(service, { WEBHOOK_INSPECTOR_PORT: 'off' }, slsOffline, startLimit);
		try {
			const rounds: Round[] = [];
			for (let round = 0; round < (write ? written : 1); round += 1)
				rounds.push(await checkRun({ ...deployment, retry }, { run, service, seed: seed + 100 * round }));
			const check: Check = { functionSeconds: functionMillis / 1000, retry, rounds };
			if (write) writeFileSync(new URL('../check.json', import.meta.url), `${JSON.stringify(check, undefined, '\t')}\n`);
			process.stdout.write(json ? `${JSON.stringify(check, undefined, '\t')}\n` : showCheck(check));
		} finally {
			await run.kill();
		}
	} finally {
		await service.remove();
	}
}

async function readLocalDeployment(): Promise<Deployment> {
	const packages = packageClouds();
	try {
		return await readDeployment('local', packages);
	} finally {
		packages.remove();
	}
}

type Measured = { readonly run: StartedRun; readonly service: Service; readonly seed: number };

async function checkRun(deployment: Deployment, measured: Measured): Promise<Round> {
	const target = { port: measured.run.port, dataDir: measured.service.dataDir };
	const acceptSeconds = await measureAccept(target, 200);
	const runSeconds = await measureRun(measured, deployment.places[deployment.worker.places] ?? 1);
	const known: Deployment = {
		...deployment,
		endpoint: { ...deployment.endpoint, seconds: acceptSeconds },
		worker: { ...deployment.worker, seconds: runSeconds },
	};
	const rows: Round['rows'][number][] = [];
	for (const [index, load] of loads.entries()) {
		const seed = measured.seed + 10 * index;
		const { rate, seconds, down } = load;
		const failing = down > 0 ? { down: { from: 0, to: down, seconds: runSeconds } } : {};
		const outcome = simulateLoad(known, { rate, seconds, seed, until: seconds + drainLimit / 1000, ...failing });
		const text = `${rate} events a second for ${seconds} s${down > 0 ? `, of which the function is down for ${down}` : ''}`;
		rows.push({ load: text, measured: await measure(measured, load, seed), predicted: predictedFigures(outcome, load) });
	}
	return { acceptSeconds, runSeconds, rows };
}

/** Seconds that a run takes a thread for: from its beginning to that of the next in the same thread, where several wait. The first bursts start the threads. */
async function measureRun({ run, service: { dataDir } }: Measured, threads: number): Promise<number> {
	const gaps: number[] = [];
	for (let burst = 0; burst < 8; burst += 1) {
		const send = await prepare(
			Array.from({ length: 4 * threads }, () => 0),
			{ port: run.port, dataDir },
		);
		const ids = new Set((await send()).map(({ id }) => id));
		const own = () => readAttempts(dataDir).filter(({ id }) => ids.has(id));
		await until(() => own().length === ids.size, drainLimit);
		const starts = own()
			.map(({ start }) => start / 1000)
			.sort((a, b) => a - b);
		if (burst >= 3) gaps.push(...starts.slice(threads).map((start, index) => start - (starts[index] ?? start)));
	}
	return median(gaps);
}

async function measure({ run, service: { dataDir } }: Measured, load: (typeof loads)[number], seed: number): Promise<Figures> {
	const marker = join(dataDir, 'down');
	const send = await prepare(timesOf({ ...load, seed }), { port: run.port, dataDir });
	if (load.down > 0) writeFileSync(marker, '');
	const start = Date.now();
	const up = pause(load.down * 1000).then(() => rmSync(marker, { force: true }));
	const [sent] = await Promise.all([send(), up]);
	const ids = new Set(sent.map(({ id }) => id));
	const own = () => readAttempts(dataDir).filter(({ id }) => ids.has(id));
	await until(() => own().filter(({ done }) => done).length === sent.length, drainLimit);
	return figuresOf({ start, sent, attempts: own() }, load);
}
