import { randomUUID } from 'node:crypto';
import { project } from './fake-deployment.ts';

/** Asks a service as anybody would, and says with what it answers. */
export type AskRaw = (path: string, input: object, method?: string) => Promise<{ readonly status: number; readonly answer: unknown }>;

export function askRaw(url: string, token: string): AskRaw {
	return async (path, input, method = 'POST') => {
		const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
		const response = await fetch(url + path, { method, headers, body: JSON.stringify(input) });
		return { status: response.status, answer: await response.json() };
	};
}

/** Status and code of what each of these calls is answered with, by a fake and by an emulator alike. */
export async function firestoreAnswers(ask: AskRaw, database: string): Promise<Record<string, unknown>> {
	const root = `projects/${project}/databases/${database}/documents`;
	const name = `${root}/events/one`;
	const commit = (write: object) => ask(`/v1/${root}:commit`, { writes: [write] });
	const update = { name, fields: { a: { stringValue: 'b' } } };
	const put = await commit({ update, currentDocument: { exists: false } });
	const [{ updateTime = '' } = {}] = (put.answer as { writeResults: { updateTime: string }[] }).writeResults;
	const stale = { updateTime: '2020-01-01T00:00:00.000001Z' };
	return {
		put: put.status,
		'put where there is one': codeOf(await commit({ update, currentDocument: { exists: false } })),
		'put since another time': codeOf(await commit({ update, currentDocument: stale })),
		'put since this time': (await commit({ update: { name, fields: { a: { stringValue: 'c' } } }, currentDocument: { updateTime } }))
			.status,
		'put where there is none': codeOf(await commit({ update: { ...update, name: `${root}/events/none` }, currentDocument: stale })),
		'remove where there is none': (await commit({ delete: `${root}/events/none` })).status,
		'bytes that are no base64': codeOf(await commit({ update: { name, fields: { a: { bytesValue: '%' } } } })),
		'a field that is not known': codeOf(await commit({ update, currentDocument: { exits: false } })),
		'a value of no type': codeOf(await commit({ update: { name, fields: { a: { textValue: 'b' } } } })),
		'one that is not there': await missing(ask, root),
	};
}

export async function pubsubAnswers(ask: AskRaw): Promise<Record<string, unknown>> {
	const [topic, gone] = [randomUUID(), randomUUID()].map((id) => `/v1/projects/${project}/topics/t${id}`);
	const subscription = `/v1/projects/${project}/subscriptions/s${randomUUID()}`;
	const publish = (to: string | undefined, ...messages: readonly object[]) => ask(`${to}:publish`, { messages });
	const made = await ask(`${topic}`, {}, 'PUT');
	return {
		made: made.status,
		'made twice': codeOf(await ask(`${topic}`, {}, 'PUT')),
		'a subscription of a topic that is not there': codeOf(await ask(subscription, { topic: gone?.slice(4) }, 'PUT')),
		published: (await publish(topic, { data: 'YQ==' })).status,
		'published to nothing': codeOf(await publish(gone, { data: 'YQ==' })),
		'an empty message': codeOf(await publish(topic, {})),
		'no message': codeOf(await publish(topic)),
		'data that is no base64': codeOf(await publish(topic, { data: '%' })),
		'a field that is not known': codeOf(await publish(topic, { dada: 'YQ==' })),
	};
}

async function missing(ask: AskRaw, root: string): Promise<unknown> {
	const { answer } = await ask(`/v1/${root}:batchGet`, { documents: [`${root}/events/none`] });
	return (answer as readonly { readonly missing: string }[]).map((one) => [Object.keys(one).sort(), one.missing]);
}

function codeOf({ status, answer }: Awaited<ReturnType<AskRaw>>): unknown {
	const first: unknown = Array.isArray(answer) ? answer[0] : answer;
	return [status, (first as { readonly error?: { readonly status?: string } }).error?.status];
}
