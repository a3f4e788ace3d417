import { describe, expect, it } from '@jest/globals';
import { type Logger, quiet } from '../../../src/plugin/local/quiet.ts';

describe("another plugin's notices", () => {
	it('given a logger → they are held back until the end, by their own namespace', () => {
		const calls: string[] = [];
		const get = (namespace: string) => ({
			disable: () => {
				calls.push(`disable ${namespace}`);
				return { restore: () => void calls.push('restore') };
			},
		});

		quiet({ levelRoot: { get } }, 'serverless-offline')();

		expect(calls).toEqual(['disable serverless:plugin:serverless-offline', 'restore']);
	});

	it('given a logger of another make → nothing is held back, and nothing fails', () => {
		const other: Logger = {};

		expect(() => quiet(other, 'serverless-offline')()).not.toThrow();
	});
});
