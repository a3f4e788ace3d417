import { afterEach, beforeEach, expect, it } from '@jest/globals';
import * as full from 'zod';
import * as z from 'zod/mini';
import type { Assignment } from '../../src/middleware/assignment.ts';
import { checkPayload } from '../../src/middleware/check-payload.ts';
import { loadEvent } from '../../src/middleware/load-event.ts';
import type { Schema } from '../../src/middleware/schema.ts';
import { keep, letters, noonPlatform, runOf, take } from './assignment.ts';

let on: ReturnType<typeof noonPlatform>;
beforeEach(() => {
	on = noonPlatform();
});
afterEach(() => on.close());

async function check(schema: Schema, object: unknown = { id: 'in_1', amount_paid: 5 }) {
	await keep(on, {}, { body: Buffer.from(JSON.stringify({ data: { object } })) });
	const event: Assignment = await take(on);
	await loadEvent(on).before?.({ event });
	return { ending: await checkPayload(schema, on).before?.({ event }), payload: event.event?.payload };
}

it.each<[string, Schema, unknown]>([
	['without the fields that it does not name', z.object({ id: z.string() }), { id: 'in_1' }],
	[
		'as the schema changes it',
		z.pipe(
			z.object({ id: z.string() }),
			z.transform(({ id }) => id.length),
		),
		4,
	],
	['from a schema that takes its time', z.object({ id: z.string().check(z.refine(async () => true)) }), { id: 'in_1' }],
])('hands on a payload that fits %s', async (_, schema, payload) => {
	expect(await check(schema)).toEqual({ ending: undefined, payload });
});

it('ends a run whose payload does not fit: dead at once, with a reason of names and rules but no values, and its dead letter', async () => {
	const { ending } = await check(z.object({ id: z.number(), lines: z.array(z.string()) }), { id: 'private', lines: [1, 'x'] });

	expect(ending).toEqual({ ending: 'dead', mismatch: true });
	const run = await runOf(on);
	expect(run).toMatchObject({
		status: 'dead',
		attempts: 1,
		sent: true,
		reason: 'payload does not fit: id: expected number; lines.0: expected string',
	});
	expect(run?.reason).not.toContain('private');
	expect(await letters(on)).toEqual(['payload does not fit']);
});

it.each(['text', 7, null, [], { id: null }])('ends the run for the payload %j', async (object) => {
	expect((await check(z.object({ id: z.string() }), object)).ending).toEqual({ ending: 'dead', mismatch: true });
});

it('keeps the reason short, however much does not fit', async () => {
	await check(z.array(z.number()), Array(10_000).fill('x'));

	expect((await runOf(on))?.reason?.length).toBeLessThan(600);
});

it('takes a schema that throws for a failed attempt, not for a payload that never fits', async () => {
	const throwing: Schema = { '~standard': { version: 1, vendor: 'test', validate: () => Promise.reject(new Error('no network')) } };

	await expect(check(throwing)).rejects.toThrow('no network');
	expect((await runOf(on))?.status).toBe('running');
});

it('never checks what was not loaded', async () => {
	await keep(on);
	const event = await take(on);

	expect(() => checkPayload(z.unknown(), on).before?.({ event })).toThrow('check-payload stands before load-event');
});

it('leaves the messages of a library that may quote the payload out of the reason', async () => {
	const issues = [{ message: 'Expected a number but got "private"', path: ['amount_paid'] }];
	const quoting: Schema = { '~standard': { version: 1, vendor: 'other', validate: () => ({ issues }) } };

	await check(quoting);

	expect((await runOf(on))?.reason).toBe('payload does not fit: amount_paid: does not fit');
});

it.each<[string, Schema, unknown, string]>([
	[
		'a key that says who',
		z.record(z.string(), z.number()),
		{ 'a@b.example': 'x', '+49 151 1234567': 'x', ok: 'x' },
		'*: expected number; *: expected number; ok: expected number',
	],
	['a long number', z.record(z.string(), z.number()), { '491511234567': 'x' }, '*: expected number'],
	['a key that no name is as long as', z.record(z.string(), z.number()), { ['x'.repeat(65)]: 'x' }, '*: expected number'],
	['a field that is not in the schema', full.strictObject({}), { 'a@b.example': 1 }, 'payload: a field that it does not know'],
	['the place in a list', z.array(z.object({ 'line-id': z.number() })), [{ 'line-id': 'x' }], '0.line-id: expected number'],
])('tells of %s only what looks like the name of a field', async (_, schema, object, issues) => {
	await check(schema, object);

	expect((await runOf(on))?.reason).toBe(`payload does not fit: ${issues}`);
});
