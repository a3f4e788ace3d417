import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../clouds/local/until.ts';
import { startAws } from './columns/aws.ts';
import { startAzure } from './columns/azure.ts';
import type { Column } from './columns/column.ts';
import { startGoogle } from './columns/google.ts';
import { startLocal } from './columns/local.ts';
import { type DeliveryName, deliveries } from './deliveries.ts';
import { deviations } from './deviations/deviations.ts';
import { expected } from './expected.ts';
import { type ProbeService, probeService } from './probe-service.ts';
import { sendRaw } from './raw-request.ts';
import { sentAs, type Verdict, verdictOf } from './verdict.ts';

const minutes = 60_000;
// Sound because these are the table's own keys.
const names = Object.keys(deliveries) as DeliveryName[];

let service: ProbeService;
beforeAll(() => {
	service = probeService();
});
afterAll(() => service.remove());

describe.each([
	['local', startLocal],
	['aws', startAws],
	['google', startGoogle],
	['azure', startAzure],
])('on %s, as it is packaged,', (cloud, start) => {
	let column: Column;
	beforeAll(async () => {
		column = await start(service.dir);
	}, 2 * minutes);
	afterAll(() => column?.close());

	it.each(names)('%s is seen and answered as on every cloud, or as the table of deviations says', async (name) => {
		const { to, request, times = 1 } = deliveries[name];

		const verdicts: Verdict[] = [];
		for (let time = 0; time < times; time += 1) verdicts.push(verdictOf(await sendRaw(column.port(to), request), column.adds));

		expect(verdicts).toEqual(Array(times).fill(wanted(cloud, name, column.adds)));
	});

	it(
		'each event that was accepted is run for once by its function, through the queue of the cloud',
		async () => {
			await column.settle();
			await until(() => runs(column.lines()).length >= events.length, minutes);

			expect(runs(column.lines()).sort()).toEqual(events);
		},
		2 * minutes,
	);

	it('no line that was written holds a body', () => {
		const bodies = ['gzipped', 'a text', '{\\"a\\":', '\'{"a":'];

		const found = column.lines().filter((line) => bodies.some((body) => line.includes(body)));

		expect(found).toEqual([]);
	});
});

/** The ids in `answered.ts` of those that `kept` takes. */
const events = ['1', '11', '2', '3', '4'];

/** The ids that `kept` logged, whatever a line looks like there. */
function runs(lines: readonly string[]): string[] {
	return lines.flatMap((line) => /"message":"kept".*"id":"(\d+)"|\bkept kept id=(\d+)/.exec(line)?.slice(1).filter(Boolean) ?? []);
}

function wanted(cloud: string, name: DeliveryName, adds: readonly string[]): Verdict {
	const verdict = expected(name, adds);
	const change = deviations.find((row) => row.cloud === cloud && row.http?.[name])?.http?.[name];
	return change?.({ verdict, seen: sentAs(deliveries[name].request, adds) }) ?? verdict;
}

describe('the table of deviations', () => {
	const rows = deviations.flatMap((row) => Object.keys(row.http ?? {}).map((name) => [row.cloud, name as DeliveryName] as const));

	it.each(rows)('names something that %s does otherwise, and once: %s', (cloud, name) => {
		expect(wanted(cloud, name, [])).not.toEqual(expected(name, []));
		expect(rows.filter(([a, b]) => a === cloud && b === name)).toHaveLength(1);
	});

	it('names tests that are there', () => {
		const missing = deviations.flatMap(({ test }) =>
			test === undefined || existsSync(join(import.meta.dirname, '../..', test)) ? [] : [test],
		);

		expect(missing).toEqual([]);
	});
});
