import { jsonCall } from '../../src/clouds/aws/call-json.ts';
import { type AwsRequest, createClient } from '../../src/clouds/aws/client.ts';
import type { AwsEnvironment } from '../clouds/aws/emulators.ts';
import type { Traces } from './markers.ts';

type Value = { readonly S?: string; readonly N?: string; readonly B?: string };
type Item = Readonly<Record<string, Value>>;

const own = ['body', 'headers', 'query', 'runs'];

/** Everything that a test has left behind on AWS: the lines, what was ever asked of SQS, each attribute of the table's items, and the bucket's objects. */
export async function awsTraces(
	env: AwsEnvironment,
	{ lines, asked }: { lines: readonly string[]; asked: readonly AwsRequest[] },
): Promise<Traces> {
	const client = createClient({ env });
	// Sound because the API says so: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
	const items = (await jsonCall(client, 'dynamodb')('Scan', { TableName: env.WEBHOOK_TABLE })).Items as readonly Item[];
	const events = items.filter(({ pk }) => pk?.S?.startsWith('event#'));
	const attribute = (name: string) => events.map((item) => textOf(item[name])).join('\n');
	const rest = events.map((item) => Object.entries(item).filter(([name]) => !own.includes(name)));
	return {
		log: lines.join('\n'),
		messages: requests(asked, ({ service, headers = {} }) => service === 'sqs' && !isLetter(headers)),
		letters: requests(asked, ({ service, headers = {} }) => service === 'sqs' && isLetter(headers)),
		records: JSON.stringify(items.filter((item) => !events.includes(item))),
		body: attribute('body') + (await objects(client, env.WEBHOOK_BUCKET)),
		headers: attribute('headers'),
		query: attribute('query'),
		runs: attribute('runs'),
		rest: rest
			.flat()
			.map(([name, value]) => `${name} ${textOf(value)}`)
			.join('\n'),
	};
}

/** Messages go in batches, letters one by one. */
function isLetter(headers: NonNullable<AwsRequest['headers']>): boolean {
	return headers['x-amz-target'] === 'AmazonSQS.SendMessage';
}

function requests(asked: readonly AwsRequest[], fits: (request: AwsRequest) => boolean): string {
	return asked
		.filter(fits)
		.map(({ body }) => String(body))
		.join('\n');
}

function textOf({ S = '', N = '', B = '' }: Value = {}): string {
	return S + N + Buffer.from(B, 'base64').toString('latin1');
}

async function objects(client: ReturnType<typeof createClient>, bucket: string): Promise<string> {
	const { body } = await client({ service: 's3', method: 'GET', path: `/${bucket}?list-type=2` });
	const keys = [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
	const all = await Promise.all(keys.map((key) => client({ service: 's3', method: 'GET', path: `/${bucket}/${key}` })));
	return keys.join('\n') + all.map((each) => each.body.toString('latin1')).join('\n');
}
