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
const windows = process.platform === 'win32';
if (windows) console.warn('skipped: Windows has no signal to end a run cleanly from outside.');
const posix = windows ? it.skip : it;

// Linux has more than one address of its own, so it can tell that the Lambda port is on 127.0.0.1 whatever the host.
const host = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';

describe('the commands beside a local run', () => {
	posix(
		'given a host and a port of its own → send finds it and names the event, events shows it done, and Ctrl-C ends the run',
		async () => {
			service.write('service: hookport', 'service: hookport');
			const port = await freePort(host);
			const run = service.start(['offline', '--host', host, '--httpPort', String(port)]);
			const said = collect(run);
			const ended = once(run, 'close');
			while (!said().includes('Ctrl-C'))
				await Promise.race([ended.then(() => Promise.reject(new Error(said()))), once(run.stdout ?? run, 'data')]);

			const sent = await service.sls('webhook', 'send', '--source', 'stripe');
			const events = await service.sls('webhook', 'events', '--json');
			const [, lambdaPort] = /http:\/\/localhost:(\d+)/.exec(said()) ?? [];
			const lambdaIsElsewhere = (await freePort(host, Number(lambdaPort))) !== undefined;
			run.kill('SIGINT');
			const [code] = await ended;

			expect(lambdaIsElsewhere).toBe(host !== '127.0.0.1');
			expect(said()).not.toContain('exposed for local invocation');
			const [, id] = /^Event (\S+): npx sls webhook show --source stripe --id \1$/m.exec(sent.output) ?? [];
			expect(sent.output).toContain(`POST http://${host}:${port}/webhooks/stripe\n200 OK\n`);
			expect(JSON.parse(events.output)).toMatchObject({
				id,
				source: 'stripe',
				type: 'invoice.paid',
				functions: [{ name: 'invoice-paid' }],
			});
			expect(code).toBe(0);
			expect(existsSync(join(service.folder, '.webhook', 'run.json'))).toBe(false);
		},
	);
});
