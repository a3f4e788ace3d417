import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { openStore, type Store } from '../../src/clouds/local/open-store.ts';
import { until } from '../clouds/local/until.ts';
import { openQuestions } from '../providers/open-questions.ts';
import { patience, type StartedRun, startRun } from './start-run.ts';
import { type WholeProject, wholeProject } from './whole-project.ts';

jest.setTimeout(40 * patience);

let project: WholeProject;
let run: StartedRun | undefined;
let store: Store | undefined;
beforeEach(async () => {
	run = undefined;
	store = undefined;
	project = await wholeProject();
});
afterEach(async () => {
	store?.close();
	await run?.kill();
	await project.remove();
});

const read = (path: string) => readFileSync(join(project.folder, path), 'utf8');
const codes = (ended: readonly { readonly code: number | null; readonly output: string }[]) =>
	ended.map(({ code, output }) => (code === 0 ? 0 : output));

it('a function that sls has written compiles, is well formed, passes its test, and handles an event of the real run', async () => {
	const written = await project.sls('webhook', 'new', 'function', '--source', 'stripe', '--type', 'charge.refunded');
	const made = ['src/functions/stripe/charge-refunded.ts', 'tests/functions/stripe/charge-refunded.test.ts'];

	expect(codes([written, await project.types(), await project.lint(...made)])).toEqual([0, 0, 0]);
	const suites = [await project.test('tests/functions/stripe'), await project.test('tests/providers/conformance', '-t', '^stripe ')];
	expect(codes(suites)).toEqual([0, 0]);

	run = await startRun(project);
	const sent = await project.sls('webhook', 'send', '--source', 'stripe', '--type', 'charge.refunded');
	expect(sent.output).toMatch(/\n200 OK\n/);
	store = openStore(project.dataDir);
	await until(
		async () => (await store?.events.list({ type: 'charge.refunded' }))?.[0]?.functions['charge-refunded']?.status === 'done',
		patience,
	);
});

it('a provider that sls has written compiles, asks its questions in one failure, and passes the suite once they are answered', async () => {
	const written = await project.sls('webhook', 'new', 'provider', '--name', 'acme', '--scheme', 'hmac-signature', '--type', 'order.paid');
	const made = ['src/providers/acme.ts', 'src/providers/providers.ts', 'src/providers/samples/acme/order.paid.json'] as const;

	expect(codes([written, await project.types(), await project.lint(...made)])).toEqual([0, 0, 0]);
	const asked = await project.test('tests/providers/conformance', '-t', '^acme ');
	expect(asked.code).toBe(1);
	expect(asked.output).toMatch(/^Tests: +1 failed, /m);
	for (const question of [
		/src\/providers\/acme\.ts:\d+ Which official page says how its deliveries are signed\?/,
		/src\/providers\/acme\.ts:\d+ Which header holds the signature, in lower case\?/,
		/src\/providers\/acme\.ts:\d+ What is signed, in which order\?/,
		/src\/providers\/acme\.ts:\d+ Where is the id of the event\?/,
		/src\/providers\/acme\.ts:\d+ For how many seconds may it send the same event again\?/,
		/src\/providers\/acme\.ts:\d+ What is its secret, and where is it shown, in a few words\?/,
		/src\/providers\/acme\.ts:\d+ How can its secret be changed, in a few words\?/,
		/src\/providers\/samples\/acme\/order\.paid\.json What does it post\?/,
	])
		expect(asked.output).toMatch(question);

	const withoutQuestions = read(made[0]).replaceAll(/^\s*\/\/ \? .*\n/gm, '');
	await project.write(made[0], withoutQuestions);
	const unanswered = openQuestions('acme', pathToFileURL(`${project.folder}/`));
	expect(unanswered).toContainEqual(expect.stringMatching(/^src\/providers\/acme\.ts:\d+ This is no answer: docs: '\?',$/));

	await project.write(made[0], answered(withoutQuestions));
	await project.write(made[2], read(made[2]).replace('\\"?\\":\\"\\"', '\\"order\\":{\\"number\\":\\"A-1\\"}'));
	const followed = await project.sls('webhook', 'new', 'function', '--source', 'acme', '--type', 'order.paid');
	expect(codes([followed, await project.types(), await project.lint('src', 'tests')])).toEqual([0, 0, 0]);
	const passed = await project.test('tests/providers/(conformance|chain|providers)', '--verbose', '-t', '^acme ');
	expect(codes([passed, await project.test('tests/functions/acme')])).toEqual([0, 0]);
	expect(passed.output).toContain('acme order.paid');
	expect((await project.sls('webhook', 'urls')).output).toMatch(/^acme +\S+\/webhooks\/acme +acme$/m);
});

function answered(text: string): string {
	const answers: readonly (readonly [question: string | RegExp, answer: string])[] = [
		["name: '?'", "name: 'Acme'"],
		["docs: '?'", "docs: 'https://acme.example/webhooks'"],
		["header: '?'", "header: 'x-acme-signature'"],
		["prefix: '?'", "prefix: 'sha256='"],
		["textAt(body, '?')", "textAt(body, 'id')"],
		["textAt(body, '?')", "textAt(body, 'type')"],
		['Number.NaN', '24 * 60 * 60'],
		["expects: '?'", "expects: 'any 2xx'"],
		["unsigned: '?'", "unsigned: 'the URL and the other headers'"],
		["sameEvent: '?'", "sameEvent: '`id`, the same over retries'"],
		["secret: '?'", "secret: 'the signing key of the webhook'"],
		["rotation: '?'", "rotation: 'both secrets sign for a day'"],
	];
	return answers.reduce((all, [question, answer]) => all.replace(question, answer), text);
}
