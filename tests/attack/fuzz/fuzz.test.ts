import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { problem } from '../../../src/webhook/failure.ts';
import { empty, type Reply } from '../../../src/webhook/reply.ts';
import { kinds } from '../../providers/deliveries.ts';
import { judge } from './judge.ts';
import { type Input, makeInput, toSend } from './make-input.ts';
import { createTargets } from './targets.ts';

const script = fileURLToPath(new URL('../../../scripts/fuzz.ts', import.meta.url));
const inputs = 10_000;

it('ten thousand changed deliveries of every provider are answered by the table, believed only where nothing signed was changed, fast, and leave no memory taken', async () => {
	// In a process of its own: nothing of Jest is in its times and its heap, and an error that nobody catches ends it.
	const given = ['--no-warnings', '--expose-gc', '--conditions=local', script, '--inputs', String(inputs)];
	const { stdout } = await promisify(execFile)(process.execPath, given, { env: { ...process.env, WEBHOOK_PUBLIC_URL: '' } });

	const { answers, heapMiddle, heapLast } = JSON.parse(stdout) as Record<string, number> & { answers: Record<string, number> };
	expect(Object.values(answers).reduce((sum, count) => sum + count, 0)).toBe(inputs);
	expect(heapLast).toBeLessThan((heapMiddle ?? 0) + 2 * 1024 * 1024);
	// It has come to every place of the chain.
	const wanted = kinds.flatMap(({ id, accepted }) => [accepted?.status ?? 200, 400, 401, 405, 415].map((status) => `${id} ${status}`));
	expect(wanted.filter((each) => answers[each] === undefined)).toEqual([]);
}, 60_000);

const targets = await createTargets();
const all = await Promise.all(Array.from({ length: 500 }, (_, index) => makeInput(targets, 1, index)));

describe('the judge of an answer', () => {
	const first = (signing: Input['signing'], changed: boolean) => {
		const found = all.find(
			(input) => input.signing === signing && input.target.provider.id === 'stripe' && input.changes.length > 0 === changed,
		);
		if (found === undefined) throw new Error('no such input');
		return found;
	};
	const forged = first('before', true);
	const authentic = { ...first('after', true), changes: [] };
	const late = first('at another time', false);
	const withBody: Input = { ...forged, changes: [(delivery) => ({ ...delivery, rawBody: Buffer.from('{}') })] };
	const problemOf = (code: Parameters<typeof problem>[0]) => problem(code, 'r');

	it.each<[string, Input, Reply, number, string]>([
		['a forged one that is believed', withBody, empty(), 1, 'what was changed is believed'],
		['a forged one that is kept as unreadable', withBody, problemOf('body-malformed'), 1, 'what was changed is believed'],
		['one out of its time that is believed', late, empty(), 1, 'a time out of the tolerance is believed'],
		[
			'a refused one that took a step',
			withBody,
			problemOf('signature-invalid'),
			1,
			'answered signature-invalid, but store or queue were asked 1 times',
		],
		['an authentic one that is not believed', authentic, problemOf('signature-invalid'), 0, 'what was signed is not believed'],
		['a 5xx', authentic, problemOf('internal-error'), 0, 'answered internal-error'],
		['a reply that nobody knows', authentic, empty(302), 0, 'the reply 302 is in no table'],
	])('says what is wrong with %s', async (_, input, reply, steps, wrong) => {
		expect(judge(input, await toSend(input), { reply, steps })).toBe(wrong);
	});

	it.each<[string, Input, Reply, number]>([
		['a forged one that is refused', withBody, problemOf('signature-invalid'), 0],
		['an authentic one that is kept', authentic, empty(), 2],
		['an authentic one that is kept as unreadable', authentic, problemOf('event-unidentified'), 1],
	])('finds nothing wrong with %s', async (_, input, reply, steps) => {
		expect(judge(input, await toSend(input), { reply, steps })).toBeUndefined();
	});
});
