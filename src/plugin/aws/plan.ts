import type { Routes } from '../../webhook/source.ts';
import type { Pace } from '../read-pace.ts';
import type { Settings } from './read-settings.ts';

/** What the deployment follows from. */
export type Plan = {
	readonly routes: Routes;
	readonly settings: Settings;
	/** By function, where its `webhook` events say something. */
	readonly paces: Readonly<Record<string, Pace>>;
	/** Milliseconds for which the longest-lived record is kept. */
	readonly retention: number;
	/** What the service adds to every function's role. */
	readonly grants: Grants;
};

/** From `provider.iam.role` of serverless.yml. */
export type Grants = {
	readonly statements: readonly object[];
	readonly managedPolicies: readonly unknown[];
	readonly permissionsBoundary?: unknown;
};

/** A resource of a CloudFormation template. */
export type Resource = {
	readonly Type: string;
	readonly Properties: Readonly<Record<string, unknown>>;
	readonly DeletionPolicy?: 'Delete' | 'Retain';
	readonly UpdateReplacePolicy?: 'Delete' | 'Retain';
};

export type Resources = Readonly<Record<string, Resource>>;

export const sweepName = 'webhook-sweep';

/** Functions with a queue: those that take a type of event. A `handled` one too, since an operator's replay comes through it. */
export function queued({ routes }: Routes): readonly string[] {
	return [...new Set(routes.flatMap((route) => (route.type === undefined ? [] : [route.function])))];
}

/** Sources that somebody can post to. */
export function postedSources({ routes }: Routes): readonly string[] {
	return [...new Set(routes.flatMap((route) => (route.path === undefined ? [] : [route.source])))];
}

/** The name's part of a logical id, as osls makes it, so that both read alike in a template. */
export function logicalId(name: string): string {
	const letters = name.replaceAll('-', 'Dash').replaceAll('_', 'Underscore');
	return letters.charAt(0).toUpperCase() + letters.slice(1);
}

/** What the names of queues and functions on AWS begin with. */
export function prefixOf({ service, stage }: Routes): string {
	return `${service}-${stage}-`;
}

export const ref = (id: string) => ({ Ref: id });
export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** An ARN of this account and region, of something that may not exist yet, or that would make a circle of references. */
export function localArn(service: string, resource: string) {
	return { 'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}` };
}
