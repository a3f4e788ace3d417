import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openClients } from '../../../src/plugin/azure/clients.ts';
import { tokens } from '../../../src/plugin/azure/credentials.ts';
import { explain } from '../../../src/plugin/azure/explain.ts';
import { readSince } from '../../../src/plugin/azure/logs.ts';
import { Refusal } from '../../../src/plugin/azure/refusal.ts';

const ends: (() => unknown)[] = [];
afterEach(() => {
	for (const end of ends.splice(0)) end();
});

type Answer = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** A service that answers so, one after the other, and what it was asked. */
const serving = async (...answers: readonly Answer[]) => {
	const asked: string[] = [];
	const waited: number[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.headers.host}${request.url} ${request.headers.authorization}`);
		const { status, headers = {}, body = '{}' } = answers[Math.min(asked.length, answers.length) - 1] ?? { status: 500 };
		response.writeHead(status, headers).end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	ends.push(
		() => server.close(),
		() => server.closeAllConnections(),
	);
	const env = { WEBHOOK_ENDPOINT_ARM: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, WEBHOOK_ACCESS_TOKEN: 'token' };
	return { asked, waited, arm: openClients({ env, wait: async (milliseconds) => void waited.push(milliseconds) }).arm };
};

describe('what Azure is asked', () => {
	it('is asked with the token, and under its own name', async () => {
		const { arm, asked } = await serving({ status: 200, body: '{"a":1}' });

		const { body } = await arm({ path: '/x?api-version=1' });

		expect(body).toEqual({ a: 1 });
		expect(asked).toEqual(['GET management.azure.com/x?api-version=1 Bearer token']);
	});

	it.each([
		['GET', 500],
		['PUT', 503],
		['DELETE', 429],
		['POST', 429],
	] as const)('%s is asked again after %i', async (method, status) => {
		const { arm, asked } = await serving({ status }, { status: 200 });

		await arm({ method, path: '/x' });

		expect(asked).toHaveLength(2);
	});

	it.each([
		['POST', 500],
		['GET', 404],
		['PUT', 409],
	] as const)('%s is not asked again after %i', async (method, status) => {
		const { arm, asked } = await serving({ status }, { status: 200 });

		await expect(arm({ method, path: '/x' })).rejects.toMatchObject({ name: 'Refusal', status });

		expect(asked).toHaveLength(1);
	});

	it('is asked again when it says so, and no more than five times', async () => {
		const { arm, asked, waited } = await serving({ status: 429, headers: { 'retry-after': '7' } });

		await expect(arm({ path: '/x' })).rejects.toMatchObject({ status: 429 });

		expect(asked).toHaveLength(5);
		expect(waited).toEqual([7000, 7000, 7000, 7000]);
	});

	it('is told of as not reached where nobody answers', async () => {
		const { arm } = openClients({
			env: { WEBHOOK_ENDPOINT_ARM: 'http://127.0.0.1:9', WEBHOOK_ACCESS_TOKEN: 'token' },
			wait: async () => undefined,
		});

		const failure = await arm({ path: '/x' }).catch((error: unknown) => explain(error));

		expect(failure).toBe('Azure can not be reached (ECONNREFUSED): look at the network');
	});
});

describe('a login', () => {
	const named = (name: string, message: string) => Object.assign(new Error(message), { name });
	const failing = (error: Error) => tokens({}, async () => ({ getToken: () => Promise.reject(error) }));

	it('is asked once for all that a token is good for', async () => {
		const scopes: string[] = [];
		const token = tokens({}, async () => ({
			getToken: async (scope) => ({ token: `${scopes.push(scope)}`, expiresOnTimestamp: Date.now() + 3_600_000 }),
		}));

		const told = [await token('a'), await token('a'), await token('b')];

		expect(told).toEqual(['1', '1', '2']);
	});

	it('is asked again shortly before the token ends', async () => {
		let count = 0;
		const token = tokens({}, async () => ({ getToken: async () => ({ token: `${++count}`, expiresOnTimestamp: Date.now() + 60_000 }) }));

		expect([await token('a'), await token('a')]).toEqual(['1', '2']);
	});

	it.each([
		[
			'nobody',
			named('AggregateAuthenticationError', 'ChainedTokenCredential\nEnvironmentCredential: …'),
			'nobody is signed in to Azure: az login, or set AZURE_TENANT_ID',
		],
		['nobody', named('CredentialUnavailableError', 'none'), 'nobody is signed in to Azure: az login'],
		[
			'somebody whose login ended',
			named('AuthenticationRequiredError', 'AADSTS700082: The refresh token has expired.\nTrace ID: 1'),
			'Microsoft Entra refuses this login (AADSTS700082): az login',
		],
		['something else', named('Error', 'first line\nsecond line'), 'there is no login to Azure: first line'],
	])('of %s is told in one line', async (_, error, line) => {
		const failure = await failing(error)('scope').catch(({ name, message }: Error) => ({ name, message }));

		expect(failure).toEqual({ name: 'Mistake', message: expect.stringContaining(line) });
		expect(JSON.stringify(failure)).not.toContain('\\n');
	});
});

describe('why Azure refuses', () => {
	it.each([
		[
			new Refusal(401, 'InvalidAuthenticationToken', 'expired'),
			'Azure does not know this login (InvalidAuthenticationToken): az login, then repeat the command',
		],
		[
			new Refusal(403, 'AuthorizationFailed', "perform action 'Microsoft.Authorization/roleAssignments/write' over scope '/s'"),
			'Azure does not let this login do Microsoft.Authorization/roleAssignments/write on /s (AuthorizationFailed): its role needs it, for example as Role Based Access Control Administrator',
		],
		[
			new Refusal(403, 'Forbidden', "Caller is not authorized. Action: 'Microsoft.KeyVault/vaults/secrets/setSecret/action' Resource: 'x'"),
			'Azure does not let this login do Microsoft.KeyVault/vaults/secrets/setSecret/action (Forbidden): its role needs it',
		],
		[new Refusal(409, 'Conflict', 'Conflict: it is locked'), 'Conflict: it is locked'],
		[new Refusal(400, 'BadRequest', 'two\nlines'), 'BadRequest: two lines'],
		[
			new Refusal(
				403,
				'InvalidTemplateDeployment',
				"does not have permission to perform action 'Microsoft.Web/sites/write' at scope '/s'.",
			),
			'Azure does not let this login do Microsoft.Web/sites/write on /s (InvalidTemplateDeployment): its role needs it',
		],
	])('%# is told in one line', (refusal, line) => {
		expect(explain(refusal)).toBe(line);
	});
});

describe('since when logs are shown', () => {
	const now = Date.parse('2026-12-01T12:00:00Z');

	it.each([
		[undefined, '2026-12-01T11:50:00.000Z'],
		['30s', '2026-12-01T11:59:30.000Z'],
		['2h', '2026-12-01T10:00:00.000Z'],
		['3d', '2026-11-28T12:00:00.000Z'],
		['2026-11-30T00:00:00Z', '2026-11-30T00:00:00.000Z'],
	])('given %s → %s', (value, time) => {
		expect(new Date(readSince(value, now)).toISOString()).toBe(time);
	});

	it('given what is no time → one line', () => {
		expect(() => readSince('soon', now)).toThrow('--startTime: "soon" is neither so long ago, such as 30m or 2h, nor a time');
	});
});
