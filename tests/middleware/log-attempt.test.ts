import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Ending } from '../../src/middleware/assignment.ts';
import { logAttempt } from '../../src/middleware/log-attempt.ts';
import type { Run } from '../../src/webhook/record.ts';
import { empty } from '../../src/webhook/reply.ts';
import { traceparent } from '../local-platform.ts';
import { keep, name, noonPlatform, take } from './assignment.ts';
import { failing } from './passage.ts';

let on: ReturnType<typeof noonPlatform>;
beforeEach(() => {
	on = noonPlatform();
});
afterEach(() => on.close());

async function attempt(ending: Ending | typeof failing, before: Partial<Run> = {}, failure?: string) {
	await keep(on, before);
	const assignment = { ...(await take(on)), ...(failure !== undefined && { failure }) };
	on.tick(5_000);
	const work = async () => {
		on.tick(70);
		return typeof ending === 'function' ? ending() : ending;
	};
	const told = await logAttempt(work, on)(assignment).catch((error: Error) => error.message);
	const [line = ''] = on.lines;
	return { told, lines: on.lines.length, message: line.slice(0, line.indexOf(' {')), fields: JSON.parse(line.slice(line.indexOf('{'))) };
}
const common = {
	source: 'stripe',
	'cloudevents.event_type': 'invoice.paid',
	'cloudevents.event_id': 'evt_1',
	'faas.name': name,
	attempt: 1,
	duration_ms: 70,
	age_ms: 5_070,
	'faas.invocation_id': 'request-2',
	trace_id: traceparent.slice(3, 35),
};

it.each<[Ending, object]>([
	[{ ending: 'done', reply: empty() }, { outcome: 'done' }],
	[
		{ ending: 'failed', retryAfterSeconds: 1 },
		{ outcome: 'failed', code: 'function-failed' },
	],
	[
		{ ending: 'dead', mismatch: false },
		{ outcome: 'dead', code: 'event-dead' },
	],
	[
		{ ending: 'dead', mismatch: true },
		{ outcome: 'dead', code: 'payload-mismatch' },
	],
	[{ ending: 'fenced' }, { outcome: 'fenced', code: 'function-busy' }],
])('a run that ended as %j has one line', async (ending, fields) => {
	const { told, lines, message, fields: given } = await attempt(ending);

	expect([told, lines, message]).toEqual([ending, 1, `attempt ${ending.ending}`]);
	expect(given).toEqual({ ...common, ...fields });
});

it('a run whose end could not be recorded has one line too, and fails as before', async () => {
	const { told, lines, fields } = await attempt(failing);

	expect([told, lines]).toEqual(['out of reach', 1]);
	expect(fields).toEqual({ ...common, outcome: 'unrecorded', code: 'store-unavailable', detail: 'out of reach' });
});

it('of a failure the line has the first line, and not more than 200 characters of it', async () => {
	const { fields } = await attempt({ ending: 'failed', retryAfterSeconds: 1 }, {}, `Error: ${'x'.repeat(300)}\n    at file.ts`);

	expect(fields.detail).toBe(`Error: ${'x'.repeat(193)}`);
});

it.each<[string, Ending | typeof failing, Partial<Run>, readonly unknown[]]>([
	[
		'done',
		{ ending: 'done', reply: empty() },
		{},
		[
			['handled', 1, { function: name }],
			['age', 5_070, { function: name }],
		],
	],
	['done after a replay', { ending: 'done', reply: empty() }, { replays: 1 }, [['handled', 1, { function: name }]]],
	['to be tried again', { ending: 'failed', retryAfterSeconds: 1 }, {}, [['retried', 1, { function: name }]]],
	['fenced off', { ending: 'fenced' }, {}, []],
	['not recorded', failing, {}, []],
])('a run that is %s is measured', async (_, ending, before, measured) => {
	await attempt(ending, before);

	expect(on.measured).toEqual(measured);
});
