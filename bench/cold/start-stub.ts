import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type Stub = { readonly env: Readonly<Record<string, string>>; readonly stop: () => void };

/** AWS's services on this machine, in a process of their own: where they are, and how they end. */
export async function startStub(secret: string): Promise<Stub> {
	const stub = spawn(process.execPath, [join(import.meta.dirname, 'stub.cjs'), secret], { stdio: ['pipe', 'pipe', 'inherit'] });
	const [line] = (await once(stub.stdout, 'data')) as [Buffer];
	const [dynamodb = '', sqs = '', ssm = ''] = String(line)
		.trim()
		.split(' ')
		.map((port) => `http://127.0.0.1:${port}`);
	const env = {
		AWS_REGION: 'eu-central-1',
		AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
		AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
		AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
		AWS_ENDPOINT_URL_SQS: sqs,
		AWS_ENDPOINT_URL_SSM: ssm,
		WEBHOOK_TABLE: 'bench',
		WEBHOOK_BUCKET: 'bench',
		WEBHOOK_QUEUES: `${sqs}/000000000000/bench-`,
	};
	return { env, stop: () => stub.stdin.end() };
}
