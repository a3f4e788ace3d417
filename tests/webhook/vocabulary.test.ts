import { describe, expect, it } from '@jest/globals';
import { backoff } from '../../src/webhook/backoff.ts';
import { mediaType } from '../../src/webhook/delivery.ts';
import { type RunStatus, statusOf } from '../../src/webhook/record.ts';
import { reopenRun } from '../../src/webhook/run.ts';
import { secretName } from '../../src/webhook/source.ts';
import { noon, sampleRun } from '../ports/sample-record.ts';

describe('the wait before the next attempt', () => {
	it.each([
		[1, 0, 5],
		[1, 1, 10],
		[2, 0, 10],
		[5, 0.5, 120],
		[8, 1, 900],
		[60, 1, 900],
		[2_000, 0, 450],
	])('after attempt %i doubles, with chance %j: %j s', (attempt, random, seconds) => {
		expect(backoff(attempt, { attempts: 8, backoff: 10 }, random)).toBe(seconds);
	});
});

describe('the media type', () => {
	it.each([
		[undefined, ''],
		['', ''],
		['Application/JSON ; charset=utf-8', 'application/json'],
		[';application/json', ''],
		['application/json, text/plain', 'application/json, text/plain'],
	])('of %j is %j', (header, type) => {
		expect(mediaType(header === undefined ? {} : { 'content-type': header })).toBe(type);
	});
});

describe('the status of an event', () => {
	it.each<[readonly RunStatus[], string]>([
		[[], 'unhandled'],
		[['pending'], 'pending'],
		[['done', 'running'], 'pending'],
		[['dead', 'pending'], 'pending'],
		[['done', 'done'], 'done'],
		[['done', 'dead'], 'dead'],
	])('whose runs are %j is %s', (statuses, status) => {
		const functions = Object.fromEntries(statuses.map((each, index) => [`f${index}`, sampleRun({ status: each })]));

		expect(statusOf({ functions })).toBe(status);
	});

	it('that could not be read is dead', () => {
		expect(statusOf({ functions: {}, reason: 'body-malformed' })).toBe('dead');
	});
});

describe('a replay', () => {
	const ended = sampleRun({ status: 'dead', attempts: 8, fence: 9, sent: true, lastError: 'x', reason: 'y', replays: 1 });

	it('begins anew, but counts replays and keeps the fence, so that a late finisher stays fenced off', () => {
		expect(reopenRun(ended, noon + 1)).toEqual(sampleRun({ fence: 9, replays: 2, dueAt: noon + 1 }));
	});

	it('leaves a running one alone', () => {
		expect(reopenRun({ ...ended, status: 'running' }, noon)).toBeUndefined();
	});
});

it.each([
	['stripe', 'STRIPE_WEBHOOK_SECRET'],
	['stripe-eu-2', 'STRIPE_EU_2_WEBHOOK_SECRET'],
])('the secret of %s is %s', (source, name) => {
	expect(secretName(source, 'WEBHOOK_SECRET')).toBe(name);
});
