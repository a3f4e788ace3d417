import { describe, expect, it } from '@jest/globals';
import { singleDependencies } from '../../../src/plugin/aws/single-dependencies.ts';

describe('the dependencies of a resource', () => {
	it.each([
		['on what it refers to by Ref', { DependsOn: 'A', Properties: { Of: { Ref: 'A' } } }, undefined],
		[
			'on what it refers to by Fn::GetAtt, deep in a list',
			{ DependsOn: ['A'], Properties: { Of: [{ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['A', 'Arn'] }]] }] } },
			undefined,
		],
		['on that and on another', { DependsOn: ['A', 'B'], Properties: { Of: { Ref: 'A' } } }, ['B']],
		['on another alone', { DependsOn: 'B', Properties: { Of: { Ref: 'A' } } }, ['B']],
	])('given one %s → only what the properties do not say is left', (_given, resource, left) => {
		const resources: { X: { Type: string; Properties: object; DependsOn?: string | string[] } } = { X: { Type: 'T', ...resource } };

		singleDependencies(resources as unknown as Parameters<typeof singleDependencies>[0]);

		expect(resources.X.DependsOn).toEqual(left);
	});
});
