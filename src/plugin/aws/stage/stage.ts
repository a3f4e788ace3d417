import { jsonCall } from '../../../clouds/aws/call-json.ts';
import { type Client, createClient } from '../../../clouds/aws/client.ts';
import type { Routes } from '../../../webhook/source.ts';
import { Mistake } from '../../mistake.ts';
import type { Options, Serverless } from '../../serverless.ts';
import { explainedCredentials, explaining } from './explain.ts';

/** A stage on AWS, which may not be deployed yet. */
export type Stage = {
	readonly name: string;
	readonly region: string;
	readonly stackName: string;
	readonly client: Client;
	readonly ssm: ReturnType<typeof jsonCall>;
	/** Of the names of its secrets. */
	readonly prefix: string;
	/** What another command has to be told to mean this stage. */
	readonly flags: string;
};

type Wish = { readonly options: Options; readonly env?: Readonly<Record<string, string | undefined>> };

/** Where an operator sits, AWS is further away than it is from a function. */
const timeoutMillis = 15_000;

/** @throws {Mistake} for a service that is on no stage we know */
export function openStage(serverless: Serverless, { service, stage }: Routes, { options, env: own = process.env }: Wish): Stage {
	const { provider: cloud } = serverless.service;
	if (cloud.name !== 'aws')
		throw new Mistake(`--stage: sls webhook knows stages on aws, google and azure, and this service is on ${cloud.name}`);
	const provider = serverless.getProvider('aws');
	const region = provider.getRegion();
	const env = { ...own, AWS_REGION: region };
	const credentials = explainedCredentials(() => provider.getAwsSdkV3CredentialsProvider());
	const client = explaining(createClient({ env, credentials, timeoutMillis }), region);
	return {
		name: stage,
		region,
		stackName: provider.naming.getStackName(),
		client,
		ssm: jsonCall(client, 'ssm'),
		prefix: `/${service}/${stage}/`,
		flags: ` --stage ${stage}${flag(options, 'region')}${flag(options, 'aws-profile')}`,
	};
}

function flag(options: Options, name: string): string {
	return typeof options[name] === 'string' ? ` --${name} ${options[name]}` : '';
}
