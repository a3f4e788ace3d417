import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

	it('no line that was written holds a body', () => {
		const bodies = ['gzipped', 'a text', '{\\"a\\":', '\'{"a":'];

		const found = column.lines().filter((line) => bodies.some((body) => line.includes(body)));

		expect(found).toEqual([]);
	});
});

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
