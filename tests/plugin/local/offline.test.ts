import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort } from '../../../src/plugin/local/free-port.ts';
import { collect, fixtureService } from '../fixture-service.ts';

jest.setTimeout(60_000);

let service: ReturnType<typeof fixtureService>;
beforeAll(() => {
	service = fixtureService();
});
afterAll(() => service.remove());

// Windows has no signal to end a process cleanly from outside.
const posix = process.platform === 'win32' ? it.skip : it;

describe('the commands beside a local run', () => {
	posix('given a port of its own → send finds it and names the event, events shows it done, and Ctrl-C ends the run', async () => {
		service.write('service: hookport', 'service: hookport');
		const port = await freePort('127.0.0.1');
		const run = service.start(['offline', '--httpPort', String(port)]);
		const said = collect(run);
		const ended = once(run, 'close');
		while (!said().includes('Ctrl-C'))
			await Promise.race([ended.then(() => Promise.reject(new Error(said()))), once(run.stdout ?? run, 'data')]);

		const sent = await service.sls('webhook', 'send', '--source', 'stripe');
		const events = await service.sls('webhook', 'events', '--json');
		run.kill('SIGINT');
		const [code] = await ended;

		expect(said()).not.toContain('exposed for local invocation');
		const [, id] = /^Event (\S+): npx sls webhook show --source stripe --id \1$/m.exec(sent.output) ?? [];
		expect(sent.output).toContain(`POST http://localhost:${port}/webhooks/stripe\n200 OK\n`);
		expect(JSON.parse(events.output)).toMatchObject({
			id,
			source: 'stripe',
			type: 'invoice.paid',
			functions: [{ name: 'invoice-paid' }],
		});
		expect(code).toBe(0);
		expect(existsSync(join(service.folder, '.webhook', 'run.json'))).toBe(false);
	});
});
