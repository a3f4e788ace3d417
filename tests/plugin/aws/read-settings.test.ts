import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../../src/plugin/aws/read-settings.ts';

const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678';

const mistakes: readonly (readonly [given: string, settings: unknown, message: string])[] = [
	['an unknown key', { alarmMail: 'a@b.c' }, 'custom.webhook.aws: unknown key "alarmMail"; did you mean "alarmEmail"?'],
	['no address', { alarmEmail: 'team' }, 'custom.webhook.aws.alarmEmail: "team" is no address'],
	['a flag in words', { throwAway: 'yes' }, 'custom.webhook.aws.throwAway: it must be true or false'],
	[
		'days that AWS does not know',
		{ logRetentionDays: 31 },
		'custom.webhook.aws.logRetentionDays: it must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653',
	],
	['half a throttle', { throttle: { rate: 10 } }, 'custom.webhook.aws.throttle.burst: it must be a whole number of requests, 1 or more'],
	[
		'a URL as domain',
		{ domain: { name: 'https://a.b', certificateArn } },
		'custom.webhook.aws.domain.name: "https://a.b" is no name such as hooks.example.com',
	],
	[
		'no certificate',
		{ domain: { name: 'a.example.com', certificateArn: 'mine' } },
		'custom.webhook.aws.domain.certificateArn: it must be the ARN of a certificate in ACM, of the region that is deployed to',
	],
];

describe('the settings of AWS', () => {
	it('given none → what is kept stays, logs go after 30 days, and there is a dashboard', () => {
		expect(readSettings(undefined)).toEqual({ throwAway: false, logRetentionDays: 30, tracing: false, dashboard: true });
	});

	it('given settings that a param leaves open → as if they were not there', () => {
		expect(readSettings({ alarmEmail: null, throttle: null, domain: null, throwAway: null, logRetentionDays: null })).toEqual(
			readSettings(undefined),
		);
	});

	it('given all → they are taken', () => {
		const all = {
			alarmEmail: 'team@example.com',
			throwAway: true,
			logRetentionDays: 7,
			throttle: { rate: 100, burst: 200 },
			domain: { name: 'hooks.example.com', certificateArn },
			tracing: true,
			dashboard: false,
		};

		expect(readSettings(all)).toEqual(all);
	});

	it.each(mistakes)('given %s → one line that says where and what', (_given, settings, message) => {
		expect(() => readSettings(settings)).toThrow(expect.objectContaining({ name: 'Mistake', message }));
	});
});
