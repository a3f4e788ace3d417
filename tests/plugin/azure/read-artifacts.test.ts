import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readArtifacts } from '../../../src/plugin/azure/read-artifacts.ts';
import { samplePlan } from './sample-plan.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'hookport-'));
	writeFileSync(join(folder, 'hookport-azure.json'), '{"resources":[]}');
	writeFileSync(join(folder, 'endpoints.zip'), 'e');
	writeFileSync(join(folder, 'functions.zip'), 'f');
});
afterEach(() => rmSync(folder, { recursive: true }));

const planWith = (...names: readonly string[]) => {
	const plan = samplePlan();
	const routes = plan.routes.routes.filter((route) => names.includes(route.function));
	return { ...plan, routes: { ...plan.routes, routes, timeouts: Object.fromEntries(names.map((name) => [name, 10])) } };
};

describe('what is deployed', () => {
	it('is what sls package wrote, with the queues of functions that are in serverless.yml', () => {
		const { template, zips, queues, region } = readArtifacts(folder, samplePlan());

		expect(template).toEqual({ resources: [] });
		expect(zips).toEqual({ endpoints: Buffer.from('e'), functions: Buffer.from('f') });
		expect(queues).toEqual(['invoice-paid', 'command'].flatMap((name) => [name, `${name}-dead`, `${name}-poison`]));
		expect(region).toBe('westeurope');
	});

	it.each([
		['only endpoints', ['stripe'], ['endpoints', 'functions']],
		['no endpoint', ['command'], ['functions']],
	])('given %s → the zips of apps that have functions, as those with the sweep always do', (_, names, apps) => {
		expect(Object.keys(readArtifacts(folder, planWith(...names)).zips)).toEqual(apps);
	});

	it('given no zip → says how to make one', () => {
		rmSync(join(folder, 'functions.zip'));

		expect(() => readArtifacts(folder, samplePlan())).toThrow(`sls deploy: there is no functions.zip in ${folder}: npx sls package first`);
	});
});
