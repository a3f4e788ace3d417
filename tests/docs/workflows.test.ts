import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

type Step = { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, unknown>> };
type Job = {
	readonly uses?: string;
	readonly needs?: string;
	readonly if?: string;
	readonly with?: { readonly stage?: string };
	readonly permissions?: Readonly<Record<string, string>>;
	readonly environment?: string;
	readonly steps?: readonly Step[];
};
type Workflow = { readonly on: object; readonly permissions: unknown; readonly jobs: Readonly<Record<string, Job>> };

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');
// The parser that reads serverless.yml too; it comes with osls.
const yaml: { load: (text: string) => unknown } = createRequire(createRequire(import.meta.url).resolve('serverless/package.json'))(
	'js-yaml',
);
const read = (file: string) => yaml.load(readFileSync(join(root, file), 'utf8'));

const workflows = readdirSync(folder).map((file) => [file, read(`.github/workflows/${file}`) as Workflow] as const);
const jobs = workflows.flatMap(([file, workflow]) =>
	Object.entries(workflow.jobs).map(([name, job]) => [`${file}, ${name}`, job] as const),
);
const steps = jobs.flatMap(([where, job]) => (job.steps ?? []).map((step) => [where, step] as const));
const runs = steps.flatMap(([where, { run }]) => (run === undefined ? [] : [[where, run] as const]));

describe('the workflows', () => {
	it.each(runs)('%s runs what there is: %s', (_, run) => {
		const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
		const [command, first = '', second = ''] = run.split(' ');

		if (command === 'npx') expect([first, second]).toEqual(['sls', expect.stringMatching(/^(deploy|webhook)$/)]);
		else
			expect([command, ['ci', 'audit'].includes(first) || Object.hasOwn(scripts, first === 'run' ? second : first)]).toEqual(['npm', true]);
	});

	it('put nothing into a shell but variables of the environment', () => {
		expect(runs.filter(([, run]) => run.includes('${{'))).toEqual([]);
	});

	it.each(workflows)('%s may read the code and nothing else, unless a job says more', (_, { permissions }) => {
		expect(permissions).toEqual({ contents: 'read' });
	});

	it('ask for an identity only where a stage is deployed, and hold no keys', () => {
		const asking = jobs.filter(([, { permissions }]) => permissions !== undefined);
		const text = workflows.map(([file]) => readFileSync(join(folder, file), 'utf8')).join('\n');

		expect(asking.map(([where]) => where).sort()).toEqual([
			'deploy-stage.yml, deploy',
			'deploy.yml, dev',
			'deploy.yml, prod',
			'deploy.yml, staging',
		]);
		for (const [, { permissions }] of asking) expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' });
		expect(text).not.toMatch(/secrets\.|access-key|pull_request_target/i);
	});

	it('name every action by its commit, and leave no token behind', () => {
		const actions = steps.flatMap(([, { uses }]) => (uses === undefined ? [] : [uses]));
		const checkouts = steps.filter(([, { uses }]) => uses?.startsWith('actions/checkout@'));

		expect(actions.filter((uses) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(uses))).toEqual([]);
		expect(checkouts.map(([, step]) => step.with)).toEqual(checkouts.map(() => ({ 'persist-credentials': false })));
	});

	it('deploy the stages that serverless.yml has, one after the other, each in its environment, after the tests and never for a pull request', () => {
		const { params } = read('serverless.yml') as { params: object };
		const deploying = jobs.filter(([, { uses }]) => uses !== undefined).map(([, job]) => job);

		expect(deploying.map((job) => job.with?.stage)).toEqual(Object.keys(params).filter((name) => name !== 'default'));
		expect(deploying.map(({ needs }) => needs)).toEqual(['test', 'dev', 'staging']);
		expect(deploying[0]?.if).toContain("github.event_name == 'push'");
		expect(deploying.filter(({ uses = '' }) => !existsSync(join(root, uses)))).toEqual([]);
		expect(jobs.find(([where]) => where === 'deploy-stage.yml, deploy')?.[1].environment).toContain('inputs.stage');
	});

	it('deploy nothing with a known vulnerability in it', () => {
		const texts = runs.filter(([where]) => where === 'deploy.yml, test').map(([, run]) => run);

		expect(texts.slice(0, 2)).toEqual(['npm ci', 'npm audit --omit=dev']);
	});

	it('smoke what they have deployed', () => {
		const texts = runs.filter(([where]) => where === 'deploy-stage.yml, deploy').map(([, run]) => run);

		expect(texts.slice(-2)).toEqual([expect.stringMatching(/^npx sls deploy /), expect.stringMatching(/^npx sls webhook smoke /)]);
	});
});
