import { Mistake } from '../mistake.ts';
import { readConfig, readList, readText } from '../read-config.ts';

/** `custom.webhook.azure`. */
export type Settings = {
	/** Storage and Key Vault go when the stage is removed. */
	readonly throwAway: boolean;
	readonly logRetentionDays: number;
	/** What the URLs of senders begin with, where something stands in front of the apps. */
	readonly publicUrl?: string;
	/** Object ids in Microsoft Entra of those who may run `sls webhook` on the stage. */
	readonly operators: readonly string[];
};

const where = 'custom.webhook.azure';
const keys = ['throwAway', 'logRetentionDays', 'publicUrl', 'operators'];

/** https://learn.microsoft.com/en-us/azure/azure-monitor/logs/data-retention-configure */
const [shortest, longest] = [30, 730];
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @throws {Mistake} for what can't be meant */
export function readSettings(value: unknown): Settings {
	// Null is what `${param:publicUrl, null}` leaves at a stage that gives none.
	const config = Object.fromEntries(Object.entries(readConfig(value, where, keys)).filter(([, setting]) => setting !== null));
	const { throwAway = false, logRetentionDays: days = shortest, publicUrl, operators } = config;
	if (typeof throwAway !== 'boolean') throw new Mistake(`${where}.throwAway: it must be true or false`);
	if (typeof days !== 'number' || !Number.isInteger(days) || days < shortest || days > longest)
		throw new Mistake(`${where}.logRetentionDays: it must be a whole number of days from ${shortest} to ${longest}`);
	return {
		throwAway,
		logRetentionDays: days,
		...(publicUrl !== undefined && { publicUrl: readUrl(publicUrl) }),
		operators: operators === undefined ? [] : readList(operators, `${where}.operators`).map(readOperator),
	};
}

function readUrl(value: unknown): string {
	const text = readText(value, `${where}.publicUrl`);
	const url = URL.parse(text);
	if (url?.protocol === 'https:' && url.search === '' && url.hash === '' && url.username === '') return text.replace(/\/+$/, '');
	throw new Mistake(`${where}.publicUrl: "${text}" is no address such as https://hooks.example.com`);
}

function readOperator(id: string): string {
	if (guid.test(id)) return id.toLowerCase();
	throw new Mistake(
		`${where}.operators: "${id}" is no object id of Microsoft Entra; az ad signed-in-user show --query id tells your own, az ad group show a group's`,
	);
}
