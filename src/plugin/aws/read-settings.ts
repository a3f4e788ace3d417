import { Mistake } from '../mistake.ts';
import { type Config, readConfig, readText } from '../read-config.ts';

/** `custom.webhook.aws`. */
export type Settings = {
	/** Who is told of alarms. AWS asks them to confirm. */
	readonly alarmEmail?: string;
	/** Table and bucket go when the stage is removed. */
	readonly throwAway: boolean;
	readonly logRetentionDays: number;
	/** Requests a second over all routes, and how many at once above that. */
	readonly throttle?: { readonly rate: number; readonly burst: number };
	readonly domain?: { readonly name: string; readonly certificateArn: string };
	/** X-Ray. */
	readonly tracing: boolean;
	readonly dashboard: boolean;
};

const where = 'custom.webhook.aws';
const keys = ['alarmEmail', 'throwAway', 'logRetentionDays', 'throttle', 'domain', 'tracing', 'dashboard'];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** @throws {Mistake} for what can't be meant */
export function readSettings(value: unknown): Settings {
	// Null is what `${param:domain, null}` leaves at a stage that gives none.
	const config = Object.fromEntries(Object.entries(readConfig(value, where, keys)).filter(([, setting]) => setting !== null));
	const { alarmEmail, logRetentionDays = 30, throttle, domain } = config;
	if (alarmEmail !== undefined && !/^[^\s@]+@[^\s@]+$/.test(readText(alarmEmail, `${where}.alarmEmail`)))
		throw new Mistake(`${where}.alarmEmail: "${String(alarmEmail)}" is no address`);
	if (typeof logRetentionDays !== 'number' || !retentions.includes(logRetentionDays))
		throw new Mistake(`${where}.logRetentionDays: it must be one of ${retentions.join(', ')}`);
	return {
		...(alarmEmail !== undefined && { alarmEmail: String(alarmEmail) }),
		throwAway: readFlag(config, 'throwAway', false),
		logRetentionDays,
		...(throttle !== undefined && { throttle: readThrottle(throttle) }),
		...(domain !== undefined && { domain: readDomain(domain) }),
		tracing: readFlag(config, 'tracing', false),
		dashboard: readFlag(config, 'dashboard', true),
	};
}

function readFlag(config: Config, key: string, fallback: boolean): boolean {
	const { [key]: flag = fallback } = config;
	if (typeof flag !== 'boolean') throw new Mistake(`${where}.${key}: it must be true or false`);
	return flag;
}

function readThrottle(value: unknown): { readonly rate: number; readonly burst: number } {
	const { rate, burst } = readConfig(value, `${where}.throttle`, ['rate', 'burst']);
	return { rate: readCount(rate, 'rate'), burst: readCount(burst, 'burst') };
}

function readCount(value: unknown, key: string): number {
	if (typeof value !== 'number' || !Number.isInteger(value) || value < 1)
		throw new Mistake(`${where}.throttle.${key}: it must be a whole number of requests, 1 or more`);
	return value;
}

function readDomain(value: unknown): { readonly name: string; readonly certificateArn: string } {
	const config = readConfig(value, `${where}.domain`, ['name', 'certificateArn']);
	const name = readText(config.name, `${where}.domain.name`);
	const certificateArn = readText(config.certificateArn, `${where}.domain.certificateArn`);
	if (!/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(name))
		throw new Mistake(`${where}.domain.name: "${name}" is no name such as hooks.example.com`);
	if (!/^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/.test(certificateArn))
		throw new Mistake(`${where}.domain.certificateArn: it must be the ARN of a certificate in ACM, of the region that is deployed to`);
	return { name, certificateArn };
}
