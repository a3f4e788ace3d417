import type { Cloud } from '../../webhook/ports.ts';
import { callable, running } from './running.ts';

const longestError = 500;

/**
 * Runs the function in this process: one app has one identity anyway, so a way over HTTP would protect nothing, and would be one that strangers can knock at.
 * What goes in and out is JSON, as everywhere.
 */
export const callInProcess: Cloud['call'] = async (name, payload) => {
	const handler = callable.get(name);
	const caller = running.getStore();
	if (handler === undefined || caller === undefined) throw new Error(`${name} is no function of this app`);
	const { context } = caller;
	try {
		return asJson(await running.run({ name, context }, () => handler(asJson(payload), context)));
	} catch (error) {
		throw new Error(failureLine(name, error));
	}
};

function asJson(value: unknown): unknown {
	const json: string | undefined = JSON.stringify(value);
	return json === undefined ? undefined : JSON.parse(json);
}

function failureLine(name: string, error: unknown): string {
	const told = error instanceof Error ? [error.name, error.message].filter((part) => part !== '').join(': ') : 'no reason given';
	return `${name} failed: ${told}`.replace(/\p{Cc}+/gu, ' ').slice(0, longestError);
}
