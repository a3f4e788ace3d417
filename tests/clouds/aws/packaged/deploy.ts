import { join } from 'node:path';
import { jsonCall } from '../../../../src/clouds/aws/call-json.ts';
import { createCloud } from '../../../../src/clouds/aws/create-cloud.ts';
import { startGateway } from '../../../../src/plugin/local/gateway.ts';
import type { EventRecord } from '../../../../src/webhook/record.ts';
import type { Template } from '../../../plugin/aws/package-service.ts';
import { type Taken, takeAll } from '../take-all.ts';
import { type AwsCall, type Fate, startAwsWay } from './aws-way.ts';
import { createResources, openAccount } from './create-resources.ts';
import type { Outcome } from './instance.ts';
import { type LambdaFunction, startLambda } from './lambda.ts';
import { type Batch, type Mapping, poll } from './mapping.ts';
import { nameIn } from './template-values.ts';

export type Line = Readonly<Record<string, unknown>>;

export type Stack = {
	/** Of the HTTP API. */
	readonly port: number;
	readonly parameters: Map<string, string>;
	readonly ssm: { down: boolean };
	/** What each request to AWS meets. It may be set anew at any time. */
	fate: (call: AwsCall) => Fate;
	/** The requests that AWS answered, with their status. */
	readonly passed: (AwsCall & { readonly status: number })[];
	/** What functions wrote that is no JSON is `{ text }`. */
	readonly lines: Line[];
	/** By the name in serverless.yml. */
	readonly invoke: (name: string, event: unknown) => Promise<Outcome>;
	readonly sweep: () => Promise<Outcome>;
	/** Feeds every function, or only this one, from its queue, until nothing more is visible. */
	readonly settle: (only?: string) => Promise<readonly Batch[]>;
	readonly cool: () => Promise<void>;
	readonly record: (source: string, id: string) => Promise<EventRecord | undefined>;
	readonly row: (collection: string, key: string) => Promise<unknown>;
	readonly letters: (name: string) => Promise<readonly Taken[]>;
	readonly close: () => Promise<void>;
};

const prefix = 'hookport-prod-';

/** Sets up what a template says, from the zips beside it, and nothing that it does not say. */
export async function deploy(dir: string, template: Template): Promise<Stack> {
	const account = await openAccount();
	const resolve = await createResources(template, account);
	const ofType = (type: string) =>
		Object.values(template.Resources).flatMap(({ Type, Properties }) => (Type === type ? [resolve(Properties) as Properties] : []));
	const stack: Pick<Stack, 'fate' | 'passed' | 'lines'> = { fate: () => 'pass', passed: [], lines: [] };
	const targets = { ...account.targets, lambda: '' };
	const way = await startAwsWay({
		targets,
		fate: (call) => stack.fate(call),
		kill: (instance) => lambda.kill(instance),
		onPassed: (call, status) => stack.passed.push({ ...call, status }),
	});
	const functions = ofType('AWS::Lambda::Function').map((properties) => functionOf(properties, dir));
	const onLine = (_: string, line: string) => stack.lines.push(parse(line));
	const env = (instance: string, name: string) => way.env(instance, name.slice(prefix.length));
	const lambda = await startLambda({ folder: join(dir, '.lambda'), functions, env, onLine });
	targets.lambda = lambda.url;
	const integrations = template.Resources;
	const gateway = await startGateway({
		host: '127.0.0.1',
		port: 0,
		routes: [],
		httpApi: ofType('AWS::ApiGatewayV2::Route').map(({ RouteKey, Target }) => {
			const [, method = '', path = ''] = /^(\S+) (\S+)$/.exec(String(RouteKey)) ?? [];
			const { IntegrationUri } = resolve(integrations[String(Target).replace('integrations/', '')]?.Properties) as Properties;
			return { method, path, functionName: nameIn(IntegrationUri) };
		}),
		invoke: async (name, event) => answerOf(await lambda.invoke(name, event)),
		log: { error: (message, fields) => stack.lines.push({ message, ...fields }) },
	});
	const sqs = jsonCall(account.client, 'sqs');
	const [{ env: known }] = functions as [LambdaFunction];
	const cloud = createCloud({ env: known, routes: { service: 'hookport', stage: 'prod' }, client: account.client });
	const queues = known.WEBHOOK_QUEUES ?? '';
	const mappings = ofType('AWS::Lambda::EventSourceMapping').map((properties) => mappingOf(properties, queues));
	const scheduled = ofType('AWS::Events::Rule').flatMap(({ Targets }) => (Targets as { Arn: string }[]).map(({ Arn }) => nameIn(Arn)));
	return Object.assign(stack, {
		port: gateway.port,
		parameters: account.ssm.parameters,
		ssm: account.ssm,
		invoke: (name: string, event: unknown) => lambda.invoke(prefix + name, event),
		sweep: () => lambda.invoke(scheduled[0] ?? '', { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }),
		settle: async (only?: string) => {
			const batches: Batch[] = [];
			const fed = mappings.filter(({ functionName }) => only === undefined || functionName === prefix + only);
			for (;;) {
				const round = await Promise.all(fed.map((mapping) => poll(mapping, { sqs, invoke: lambda.invoke })));
				if (round.flat().length === 0) return batches;
				batches.push(...round.flat());
			}
		},
		cool: lambda.cool,
		record: (source: string, id: string) => cloud.events.get({ source, id }),
		row: (collection: string, key: string) => cloud.records.get(collection, key),
		letters: (name: string) => takeAll(sqs, `${queues}${name}-dead`),
		close: async () => {
			await gateway.close();
			await lambda.close();
			await way.close();
			await account.close();
		},
	});
}

type Properties = Readonly<Record<string, unknown>>;

function functionOf({ FunctionName, Handler, Timeout, MemorySize, Environment }: Properties, dir: string): LambdaFunction {
	const name = String(FunctionName);
	return {
		name,
		handler: String(Handler),
		timeoutSeconds: Number(Timeout),
		memory: Number(MemorySize),
		env: (Environment as { readonly Variables: Readonly<Record<string, string>> }).Variables,
		zip: join(dir, `.serverless/${name.slice(prefix.length)}.zip`),
	};
}

function mappingOf({ EventSourceArn, FunctionName, BatchSize, FunctionResponseTypes }: Properties, queues: string): Mapping {
	return {
		queueUrl: String(new URL(nameIn(EventSourceArn), queues)),
		functionName: nameIn(FunctionName),
		batchSize: Number(BatchSize),
		partialFailures: (FunctionResponseTypes as readonly string[] | undefined)?.includes('ReportBatchItemFailures') ?? false,
	};
}

/** API Gateway answers 500 for a function that fails. */
function answerOf({ failed, payload }: Outcome): unknown {
	if (failed) throw new Error(payload);
	return JSON.parse(payload);
}

function parse(line: string): Line {
	try {
		return JSON.parse(line) as Line;
	} catch {
		return { text: line };
	}
}
