import type { Item } from '../../src/clouds/aws/attribute.ts';
import type { Answer, Exchange } from '../../src/clouds/exchange.ts';
import { type Action, type Refusal, refusal, simulatedDynamo } from './simulated-dynamo.ts';
import { simulatedSqs } from './simulated-sqs.ts';
import type { World } from './world.ts';

type Means = {
	readonly world: World;
	/** In [0, 1). */
	readonly random: () => number;
	readonly wrote: (item: Item | undefined) => void;
	/** Besides secrets. */
	readonly asked: (action: string) => void;
};

/** The services that a stage uses, and the way to them: each request is a step, which may fail, get no answer, or arrive after whoever sent it has died. */
export function simulatedAws({ world, random, wrote, asked }: Means) {
	const { now } = world;
	const dynamo = simulatedDynamo({ now, random, wrote });
	const sqs = simulatedSqs({ now, random });
	const objects = new Map<string, Buffer>();
	const parameters = new Map<string, string>();
	const GetParameters = ({ Names }: { readonly Names: readonly string[] }) => ({
		Parameters: Names.flatMap((Name) => (parameters.has(Name) ? [{ Name, Value: parameters.get(Name) }] : [])),
	});
	const PutParameter = ({ Name, Value, Overwrite }: { readonly Name: string; readonly Value: string; readonly Overwrite: boolean }) => {
		if (parameters.has(Name) && !Overwrite) return refusal('ParameterAlreadyExists');
		parameters.set(Name, Value);
		return { Version: 1 };
	};
	const actions: Readonly<Record<string, Action>> = { ...dynamo.actions, ...sqs.actions, GetParameters, PutParameter };

	const serve = ({ method, path, headers, body }: Parameters<Exchange>[1]): Answer => {
		const name = actionOf(headers);
		if (name !== 'GetParameters') asked(name ?? method);
		// Sound because only our own client asks, and each action reads what that sends.
		if (name !== undefined) return answer((actions[name] ?? unknown)(JSON.parse(String(body)) as never));
		if (method === 'PUT') objects.set(path, Buffer.from(body));
		if (method === 'DELETE') objects.delete(path);
		if (method === 'DELETE') return done;
		const found = objects.get(path);
		return found ? { status: 200, headers: {}, body: found } : answer(refusal('NoSuchKey', 404));
	};
	const way: Exchange = (_, outgoing, timeoutMillis) => {
		const reset = random() < 0.5;
		const answered = world.step({
			label: `${actionOf(outgoing.headers) ?? `${outgoing.method} ${outgoing.path}`}${subjectOf(String(outgoing.body))}`,
			act: () => serve(outgoing),
			fail: () => {
				if (reset) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
				return answer(refusal('InternalServerError', 500));
			},
			remote: true,
		});
		return new Promise((resolve, reject) => {
			const over = world.after(timeoutMillis, () => reject(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })));
			answered.finally(over).then(resolve, reject);
		});
	};
	return { items: dynamo.items, objects: objects as ReadonlyMap<string, Buffer>, queues: sqs.queues, parameters, way };
}

const done: Answer = { status: 204, headers: {}, body: Buffer.alloc(0) };

const unknown = () => refusal('UnknownOperationException');

function actionOf(headers: Readonly<Record<string, string>>): string | undefined {
	return headers['x-amz-target']?.replace(/^.*\./, '');
}

function answer(result: object | Refusal): Answer {
	const refused = 'status' in result && 'code' in result ? result : undefined;
	const body = refused ? { __type: `com.amazonaws.simulated#${refused.code}` } : result;
	return { status: refused?.status ?? 200, headers: {}, body: Buffer.from(JSON.stringify(body)) };
}

/** Which event a request is about, for the trace. */
function subjectOf(body: string): string {
	const [, source, id] = /event#\[\\"([\w-]+)\\",\\"(\w+)\\"/.exec(body) ?? /webhooks\/([\w-]+)\\".*?(evt_\w+)/.exec(body) ?? [];
	return source === undefined ? '' : ` ${source} ${id}`;
}
