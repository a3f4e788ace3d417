import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { until } from '../clouds/local/until.ts';
import type { Service } from './copy-service.ts';
import { postSample } from './post-sample.ts';
import { smallService } from './small-service.ts';
import { patience, type StartedCommand, type StartedRun, sls, startCommand, startRun } from './start-run.ts';

jest.setTimeout(3 * patience);

let service: Service;
let run: StartedRun;
let command: StartedCommand | undefined;
beforeAll(async () => {
	service = await smallService({ stored: { says: 'return;' }, timeout: 10 });
	run = await startRun(service);
});
afterAll(async () => {
	command?.signal('SIGKILL');
	await run?.kill();
	await service?.remove();
});

if (process.platform === 'win32') console.warn('skipped: Windows has no signal to end a command cleanly from outside.');

(process.platform === 'win32' ? it.skip : it)(
	'given events --follow and a delivery → its lines as they come; Ctrl-C ends it with code 0',
	async () => {
		command = startCommand(service, sls('webhook', 'events', '--follow'));
		const { output, signal, ended } = command;
		const printed = (text: RegExp) => until(() => text.test(output()), patience);

		await printed(/^RECEIVED .* FUNCTIONS$/m);
		await postSample({ port: run.port, dataDir: service.dataDir }, { source: 'stripe', type: 'invoice.paid', id: '1' });
		await printed(/ done +stripe +invoice\.paid +evt_1 +says done \(1\)$/m);
		signal('SIGINT');

		expect(await ended).toEqual({ code: 0, signal: null });
		expect(output()).not.toMatch(/^\s+at |error/im);
	},
);
