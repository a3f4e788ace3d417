import { expect, it } from '@jest/globals';
import { dispose } from '../../../src/clouds/google/dispose.ts';

const [done, later] = [{ done: true } as const, { done: false, retryAfterSeconds: 9.5 } as const];

it.each([
	['that is done is taken', [done], 204],
	['that is to come again is left', [later], 429],
	['is left where one of several is', [done, later], 429],
])('a pushed message %s, and no reason is given', (_, dispositions, status) => {
	expect(dispose(dispositions)).toEqual({ status, headers: {}, body: '' });
});
