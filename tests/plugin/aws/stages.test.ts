import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sls } from './package-service.ts';

const project = resolve(import.meta.dirname, '../../..');

/** The settings of a stage, as osls resolves them from serverless.yml, without credentials. */
async function settingsOf(stage: string, ...options: readonly string[]): Promise<unknown> {
	return JSON.parse(await sls(project, ['print', '--stage', stage, '--path', 'custom.webhook.aws', '--format', 'json', ...options]));
}

const minute = 60_000;

describe('the stages of the sample service', () => {
	it.each([
		['dev', { throwAway: true, logRetentionDays: 7 }],
		['staging', { throwAway: false, logRetentionDays: 14 }],
		['prod', { throwAway: false, logRetentionDays: 90 }],
		['one-that-nobody-named', { throwAway: false, logRetentionDays: 30 }],
	])(
		'given %s → %j, and nobody is told of alarms',
		async (stage, settings) => {
			expect(await settingsOf(stage)).toEqual({ ...settings, alarmEmail: null });
		},
		minute,
	);

	it(
		'given an address with the command → it is told of alarms',
		async () => {
			expect(await settingsOf('prod', '--param', 'alarmEmail=team@example.com')).toMatchObject({ alarmEmail: 'team@example.com' });
		},
		minute,
	);
});
