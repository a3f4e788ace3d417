import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyService, sls, write } from '../aws/package-service.ts';
import { readZip } from '../aws/read-zip.ts';
import { type ControlPlane, startControlPlane } from './fake-control-plane/fake-control-plane.ts';
import { Refused } from './fake-control-plane/rules.ts';

/** Each start of osls takes two seconds, and many more on a machine that is busy. */
const minutes = 3 * 60_000;

let plane: ControlPlane;
let service: ReturnType<typeof copyService>;
beforeAll(async () => {
	plane = await startControlPlane();
	service = copyService();
});
afterAll(async () => {
	await plane.close();
	service.remove();
});

const google = (...args: readonly string[]) =>
	sls(service.dir, [...args, '--config', 'serverless.google.yml', '--stage', 'dev'], plane.env);
const failure = (command: Promise<string>) =>
	command.then(
		() => 'no failure',
		(error: Error) => error.message,
	);
const digests = (folder: string) =>
	Object.fromEntries(
		readdirSync(join(service.dir, folder)).map((file) => [
			file,
			createHash('sha256')
				.update(readFileSync(join(service.dir, folder, file)))
				.digest('hex'),
		]),
	);

/** One after the other, as an operator does it: each builds on what the one before left. */
describe('sls with serverless.google.yml', () => {
	it(
		'package → a plan and one zip a function; again, the same bytes',
		async () => {
			await google('package');
			await google('package', '--package', 'again');

			const files = Object.keys(digests('.serverless'));
			expect(files.filter((file) => file.endsWith('.zip')).length).toBe(17);
			expect(files).toContain('hookport-google.json');
			expect(digests('again')).toEqual(digests('.serverless'));
		},
		minutes,
	);

	it('has zips of a bundle and what says so, that load as the framework loads them, without code of another cloud', () => {
		const files = readZip(join(service.dir, '.serverless/stripe.zip'));
		write(join(service.dir, 'loaded/index.cjs'), files.get('index.js')?.toString() ?? '');
		const load = `typeof require(${JSON.stringify(join(service.dir, 'loaded/index.cjs'))}).handler`;

		const loaded = execFileSync(process.execPath, ['-p', load], { encoding: 'utf8' });

		expect([...files.keys()]).toEqual(['index.js', 'package.json']);
		expect(loaded.trim()).toBe('function');
		expect(JSON.parse(files.get('package.json')?.toString() ?? '')).toMatchObject({
			main: 'index.js',
			dependencies: { '@google-cloud/functions-framework': expect.stringMatching(/^\d/) },
		});
		const text = files.get('index.js')?.toString() ?? '';
		expect(text).toContain('stage:"dev"');
		expect(['node:sqlite', 'amazonaws', 'windows.net', 'google-auth-library', service.dir].filter((sign) => text.includes(sign))).toEqual(
			[],
		);
	});

	it(
		'deploy of what was packaged for another stage → one line, and Google is not asked',
		async () => {
			const prod = ['deploy', '--package', 'again', '--config', 'serverless.google.yml', '--stage', 'prod'];

			const said = await failure(sls(service.dir, prod, plane.env));

			expect(said).toContain('--package: what is there is of hookport-dev in my-project, europe-west1; package this stage first');
			expect(plane.kinds).toEqual([]);
		},
		minutes,
	);

	it(
		'deploy where a call is refused → it ends with the step and the reason in one line, and no secret',
		async () => {
			plane.fail = {
				kind: 'PUT pubsub topics/*',
				refusal: new Refused(403, 'PERMISSION_DENIED', "Permission 'pubsub.topics.create' denied on resource"),
			};

			const said = await failure(google('deploy'));

			expect(said).toContain(
				'topics: Google does not let these credentials do that: they need pubsub.topics.create (a role with it, on the project)',
			);
			expect(said).not.toContain(plane.env.WEBHOOK_ACCESS_TOKEN);
			expect(said).not.toContain('at ');
		},
		minutes,
	);

	it(
		'deploy → it goes on from there, and ends with where senders post to and which secrets are missing',
		async () => {
			const said = await google('deploy');

			expect(said).not.toContain('service accounts: made');
			expect(said).toContain('functions: 20 of 20 functions');
			expect(said).toContain('https://europe-west1-my-project.cloudfunctions.net/hookport-dev-stripe/webhooks/stripe');
			expect(said).toContain('npx sls webhook secrets set --config serverless.google.yml --stage dev --name PARTNER_WEBHOOK_SECRET');
		},
		minutes,
	);

	it(
		'webhook secrets set, and again while it rotates → both values are kept, and listed without them',
		async () => {
			const set = (value: string, ...more: readonly string[]) =>
				sls(
					service.dir,
					['webhook', 'secrets', 'set', '--name', 'STRIPE_WEBHOOK_SECRET', ...more, '--config', 'serverless.google.yml', '--stage', 'dev'],
					{ ...plane.env, input: value },
				);

			await set('whsec_one');
			await set('whsec_two', '--previous');
			const listed = await google('webhook', 'secrets', 'list');

			const versions = (name: string) => plane.state.secrets.get(`projects/my-project/secrets/hookport-dev-${name}`)?.versions;
			expect([versions('STRIPE_WEBHOOK_SECRET'), versions('STRIPE_WEBHOOK_SECRET_PREVIOUS')]).toEqual([
				['whsec_one', 'whsec_two'],
				['whsec_one'],
			]);
			expect(listed).toMatch(/STRIPE_WEBHOOK_SECRET +set +2026-11-01/);
			expect(listed).not.toMatch(/whsec_(one|two)/);
		},
		minutes,
	);

	it(
		'deploy after a change → only what it changes is built anew',
		async () => {
			const file = join(service.dir, 'src/functions/reserve-stock.ts');
			write(file, `${readFileSync(file, 'utf8')}\nexport const changed = true;\nconsole.log(changed);\n`);

			const said = await google('deploy');

			expect(said.match(/updated \S+/g)?.sort()).toEqual(['updated hookport-dev-reserve-stock', 'updated hookport-dev-stripe']);
			expect(said).toContain('functions: 2 of 20 functions');
		},
		minutes,
	);

	it(
		'info → what runs, and in which state',
		async () => {
			const said = await google('info');

			expect(said).toMatch(/hookport-dev-invoice-paid +ACTIVE/);
			expect(said.match(/ACTIVE/g)?.length).toBe(20);
		},
		minutes,
	);

	it(
		'invoke → the answer of the function; for one that takes events, why not',
		async () => {
			plane.answer = { status: 200, body: '{"reserved":2}' };

			const said = await google('invoke', '--function', 'reserve-stock', '--data', '{"sku":"a"}');
			const refused = await failure(google('invoke', '--function', 'invoice-paid'));

			expect(said).toContain('{"reserved":2}');
			expect(plane.called).toEqual(['hookport-dev-reserve-stock/_call {"sku":"a"}']);
			expect(refused).toContain('--function: "invoice-paid" takes webhook events, nobody can call it');
		},
		minutes,
	);

	it(
		'logs → what the function wrote since then',
		async () => {
			const log = (name: string, timestamp: string, textPayload: string) =>
				plane.state.logs.push({
					insertId: `${name} ${timestamp}`,
					service: `hookport-dev-${name}`,
					timestamp,
					severity: 'INFO',
					textPayload,
				});
			const now = Date.now();
			log('stripe', new Date(now - 1000).toISOString(), 'hello');
			log('stripe', new Date(now - 3_600_000).toISOString(), 'long ago');
			log('github', new Date(now - 1000).toISOString(), 'another');

			const said = await google('logs', '--function', 'stripe', '--startTime', '5m');

			expect(said).toMatch(/INFO hello/);
			expect(said).not.toMatch(/long ago|another/);
		},
		minutes,
	);

	it(
		'rollback function → what comes goes to that revision; the next deploy goes on from its own',
		async () => {
			const name = 'projects/my-project/locations/europe-west1/services/hookport-dev-reserve-stock';

			await google('rollback', 'function', '--function', 'reserve-stock', '--function-version', 'hookport-dev-reserve-stock-1');

			expect(plane.state.services.get(name)?.traffic).toMatchObject([{ revision: 'hookport-dev-reserve-stock-1', percent: 100 }]);
			await google('deploy');
			expect(plane.state.services.get(name)?.traffic).toMatchObject([{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST' }]);
		},
		minutes,
	);

	it(
		'remove of a throw-away stage → nothing is left but secrets that are set, and what others made',
		async () => {
			plane.state.objects.set('my-project-hookport-dev-blobs', new Set(['stripe/a', 'stripe/b', 'github/c']));
			plane.state.topics.set('projects/my-project/topics/theirs', { name: 'projects/my-project/topics/theirs' });

			const said = await google('remove');

			const { functions, databases, buckets, subscriptions, topics, identities, jobs, secrets } = plane.state;
			expect([functions, databases, buckets, subscriptions, identities, jobs].map(({ size }) => size)).toEqual([0, 0, 0, 0, 0, 0]);
			expect([...topics.keys()]).toEqual(['projects/my-project/topics/theirs']);
			expect(secrets.size).toBe(2);
			expect(plane.state.policies.read('project').bindings).toEqual([]);
			expect(said).toContain('removed my-project-hookport-dev-blobs with 3 objects');
			expect(said).toContain('kept those that are set: hookport-dev-STRIPE_WEBHOOK_SECRET, hookport-dev-STRIPE_WEBHOOK_SECRET_PREVIOUS');
		},
		minutes,
	);

	it(
		'info then → nothing is deployed; and sls webhook says so too',
		async () => {
			const said = await google('info');
			const refused = await failure(google('webhook', 'events'));

			expect(said).toContain('Nothing is deployed.');
			expect(refused).toContain('hookport-dev is not deployed in my-project, europe-west1');
		},
		minutes,
	);
});
