import { openStage, type Stage } from '../../../../src/plugin/aws/stage/stage.ts';
import { stagePlace, undeployedPlace } from '../../../../src/plugin/aws/stage/stage-place.ts';
import { type Desk, openDesk } from '../../../../src/plugin/commands/desk.ts';
import type { Options, Serverless } from '../../../../src/plugin/serverless.ts';
import { providers } from '../../../../src/providers/providers.ts';
import type { Routes } from '../../../../src/webhook/source.ts';
import { type AwsEnvironment, type Emulators, keys } from '../../../clouds/aws/emulators.ts';
import { type Asked, startFakeService, type Told } from '../../../clouds/aws/fake-service.ts';
import { routes } from '../../commands/test-desk.ts';

/** SSM and CloudFormation as far as the commands ask them; the rest of the account is emulators. */
export type FakeAccount = {
	readonly env: AwsEnvironment;
	readonly parameters: Map<string, string>;
	/** Seconds since the epoch at which one was set, where a test says so. */
	readonly modified: Map<string, number>;
	/** Of the stack; undefined while there is none. */
	outputs: Readonly<Record<string, string>> | undefined;
	isProtected: boolean;
	/** What every request to SSM and CloudFormation is refused with, such as `AccessDeniedException`. */
	refusal: string | undefined;
	/** What finding credentials fails with. */
	credentials: Error | undefined;
	readonly stage: (given?: { readonly cloud?: string; readonly options?: Options }) => Stage;
	readonly desk: (print: (text: string) => void, value?: string) => Promise<Desk>;
	readonly secretsDesk: (print: (text: string) => void, value?: string) => Desk;
	readonly close: () => Promise<void>;
};

export const stageRoutes: Routes = { ...routes, service: 'shop', stage: 'prod' };

export async function fakeAccount(emulators: Emulators): Promise<FakeAccount> {
	const functions = [...new Set(routes.routes.flatMap((route) => (route.type === undefined ? [] : [route.function])))];
	const env = await emulators.service(functions);
	const fake = await startFakeService((asked) => answer(asked, account));
	const place = { AWS_ENDPOINT_URL_SSM: fake.url, AWS_ENDPOINT_URL_CLOUDFORMATION: fake.url };
	const stage: FakeAccount['stage'] = ({ cloud = 'aws', options = {} } = {}) =>
		openStage(serverless(cloud, account), stageRoutes, { options, env: { ...env, ...place } });
	const own = (print: (text: string) => void, value = '') => ({
		routes: stageRoutes,
		providers,
		print,
		ask: async () => value,
		confirm: async () => value === 'yes',
	});
	const account: FakeAccount = {
		env: { ...env, ...place },
		parameters: new Map(),
		modified: new Map(),
		outputs: outputsOf(env),
		isProtected: false,
		refusal: undefined,
		credentials: undefined,
		stage,
		desk: async (print, value) => openDesk(own(print, value), await stagePlace(stage())),
		secretsDesk: (print, value) => openDesk(own(print, value), undeployedPlace(stage())),
		close: fake.close,
	};
	return account;
}

export function outputsOf({ WEBHOOK_TABLE, WEBHOOK_BUCKET, WEBHOOK_QUEUES }: AwsEnvironment): Readonly<Record<string, string>> {
	return {
		WebhookTable: WEBHOOK_TABLE,
		WebhookBucket: WEBHOOK_BUCKET,
		WebhookQueues: WEBHOOK_QUEUES,
		WebhookUrl: 'https://hooks.example.com',
	};
}

function serverless(cloud: string, account: FakeAccount): Serverless {
	const credentials = async () => {
		if (account.credentials) throw account.credentials;
		return { accessKeyId: keys.AWS_ACCESS_KEY_ID, secretAccessKey: keys.AWS_SECRET_ACCESS_KEY };
	};
	const provider = {
		getRegion: () => keys.AWS_REGION,
		getAwsSdkV3CredentialsProvider: () => credentials,
		naming: { getStackName: () => 'shop-prod' },
	};
	return { service: { service: 'shop', provider: { name: cloud, stage: 'prod' } }, getProvider: () => provider } as unknown as Serverless;
}

function answer({ headers, body }: Asked, account: FakeAccount): Told {
	const action = String(headers['x-amz-target'] ?? '').replace('AmazonSSM.', '');
	if (account.refusal !== undefined)
		return action === '' ? xmlError(account.refusal) : { status: 400, body: JSON.stringify({ __type: account.refusal }) };
	if (action === '') return describeStacks(new URLSearchParams(body), account);
	return ssm(action, JSON.parse(body), account);
}

const xmlError = (code: string): Told => ({ status: 400, body: `<ErrorResponse><Error><Code>${code}</Code></Error></ErrorResponse>` });

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
function describeStacks(query: URLSearchParams, { outputs, isProtected }: FakeAccount): Told {
	if (query.get('Action') !== 'DescribeStacks' || query.get('StackName') !== 'shop-prod' || outputs === undefined)
		return xmlError('ValidationError');
	const members = Object.entries(outputs).map(
		([key, value]) => `<member>\n<OutputKey>${key}</OutputKey>\n<OutputValue>${value.replaceAll('&', '&amp;')}</OutputValue>\n</member>`,
	);
	return {
		body: `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>shop-prod</StackName>
<EnableTerminationProtection>${isProtected}</EnableTerminationProtection><Outputs>${members.join('\n')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
	};
}

type Input = {
	readonly Names?: readonly string[];
	readonly Name: string;
	readonly Value: string;
	readonly Type: string;
	readonly Overwrite?: boolean;
	readonly NextToken?: string;
};

/** A page holds two, so that the next one has to be asked for. */
function ssm(
	action: string,
	{ Names = [], Name, Value, Type, Overwrite = false, NextToken = '0' }: Input,
	{ parameters, modified }: FakeAccount,
): Told {
	const json = (value: object): Told => ({ body: JSON.stringify(value) });
	if (action === 'PutParameter' && Type === 'SecureString') {
		if (parameters.has(Name) && !Overwrite) return { status: 400, body: '{"__type":"ParameterAlreadyExists"}' };
		parameters.set(Name, Value);
		return json({ Version: 1 });
	}
	if (action === 'DeleteParameter') return parameters.delete(Name) ? json({}) : { status: 400, body: '{"__type":"ParameterNotFound"}' };
	if (action === 'GetParameters')
		return json({ Parameters: Names.filter((name) => parameters.has(name)).map((name) => ({ Name: name, Value: parameters.get(name) })) });
	if (action === 'GetParameter')
		return parameters.has(Name)
			? json({ Parameter: { Name, Value: parameters.get(Name) } })
			: { status: 400, body: '{"__type":"ParameterNotFound"}' };
	const from = Number(NextToken);
	const page = [...parameters.keys()].slice(from, from + 2).map((name) => ({ Name: name, LastModifiedDate: modified.get(name) ?? 1.5 }));
	return json({ Parameters: page, ...(from + 2 < parameters.size && { NextToken: String(from + 2) }) });
}
