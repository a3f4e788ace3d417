import { digestOf } from '../../src/middleware/as-kept.ts';
import type { EventKey, EventRecord, Run } from '../../src/webhook/record.ts';
import type { Scenario, Sent } from './scenario.ts';
import type { World } from './world.ts';

/** What is left when all is over. */
export type Rest = {
	readonly find: (key: EventKey) => EventRecord | undefined;
	readonly count: number;
	/** `function source id`, of each dead letter. */
	readonly letters: ReadonlySet<string>;
};

export type Monitor = ReturnType<typeof createMonitor>;

const nameOf = ({ source, id }: EventKey) => `${source} ${id}`;

/** The plain model beside the system: it sees every write, every run and every answer, and objects where one breaks an invariant of FAULTS.md. */
export function createMonitor(scenario: Scenario, { object }: Pick<World, 'object'>) {
	const { attempts } = scenario.routes.retry;
	const sent = new Map(scenario.sent.map((one) => [nameOf(one), one]));
	const last = new Map<string, EventRecord>();
	const granted = new Map<string, string>();
	const acknowledged = new Map<string, readonly string[]>();
	const replies = new Map<string, string>();
	const returned = new Set<string>();
	const forgotten = new Set<string>();
	const claims = (key: EventKey, name: string, { replays, attempts: attempt }: Pick<Run, 'replays' | 'attempts'>) =>
		`${nameOf(key)} ${name} replay ${replays} attempt ${attempt}`;

	/** I1, I2, I4, I7: of a record after a write. */
	const saw = (record: EventRecord) => {
		const what = nameOf(record);
		const known = last.get(what);
		const before = known?.functions ?? {};
		last.set(what, record);
		if (record.forgottenAt !== undefined) sawErased(record, known);
		else if (digestOf(record) !== sent.get(what)?.sha256) return object(`I4: ${what} holds what its sender did not sign`);
		for (const [name, run] of Object.entries(record.functions)) sawRun(record, name, { run, before: before[name] });
		for (const name of Object.keys(before)) if (!(name in record.functions)) object(`I1: the run of ${name} for ${what} is gone`);
	};
	const sawErased = (record: EventRecord, known: EventRecord | undefined) => {
		const { forgottenAt = 0 } = record;
		const early = known?.forgottenAt === undefined && forgottenAt < (known?.eraseAt ?? Number.POSITIVE_INFINITY);
		if (early && !forgotten.has(nameOf(record))) object(`I1: ${nameOf(record)} was erased before its time`);
		if (JSON.stringify(record).includes('note')) object(`${nameOf(record)} was erased, and holds its body`);
		for (const [name, { status }] of Object.entries(record.functions)) {
			if (status === 'pending' || (status === 'running' && !forgotten.has(nameOf(record))))
				object(`I1: ${nameOf(record)} was erased while ${name} was ${status}`);
		}
	};
	const sawRun = (key: EventKey, name: string, { run, before }: { readonly run: Run; readonly before: Run | undefined }) => {
		const what = `${name} for ${nameOf(key)}`;
		if (run.status === 'running' && (before === undefined || run.fence > before.fence)) granted.set(claims(key, name, run), 'granted');
		if (before === undefined || run.replays > before.replays) return;
		const ended = before.status === 'done' || before.status === 'dead';
		if (ended && run.status !== before.status) object(`I2: ${what} was ${before.status} and is ${run.status}`);
		if (run.fence < before.fence) object(`I2: the fence of ${what} went back`);
		if (run.attempts < before.attempts) object(`I7: the attempts of ${what} went back`);
		if (before.status === 'pending' && run.status === 'done') object(`I2: ${what} is done without a run`);
	};

	/** I2, I10: of a run that begins. */
	const began = (
		name: string,
		event: { readonly source: string; readonly id: string; readonly attempt: number; readonly sha256: string },
	) => {
		if (event.attempt > attempts) object(`I7: ${name} runs for ${nameOf(event)} a ${event.attempt}th time`);
		const replays = last.get(nameOf(event))?.functions[name]?.replays ?? 0;
		const possible = Array.from({ length: replays + 1 }, (_, replay) => claims(event, name, { replays: replay, attempts: event.attempt }));
		const claim = possible.find((one) => granted.get(one) === 'granted');
		if (claim === undefined) object(`I2: ${name} runs for ${nameOf(event)}, attempt ${event.attempt}, and nobody granted it`);
		else granted.set(claim, 'used');
		if (sent.get(nameOf(event))?.sha256 !== event.sha256) object(`I10: ${name} sees other bytes of ${nameOf(event)} than were signed`);
	};

	/** I1, I5: of a genuine delivery's answer. `names` were subscribed when it was posted. */
	const answered = (one: Sent, reply: { readonly status: number; readonly body: string }, record: EventRecord | undefined) => {
		const what = `${nameOf(one)} was answered ${reply.status}`;
		if (reply.status >= 400 && reply.status < 500 && one.type !== 'asked') object(`I5: ${what}, and it is genuine: ${reply.body}`);
		if (reply.status >= 300) return;
		if (record === undefined) return object(`I1, I5: ${what}, and nothing is kept`);
		acknowledged.set(nameOf(one), Object.keys(record.functions));
		if (one.type !== 'asked' || one.source !== 'stripe') return;
		const run = record.functions.answer;
		if (run?.status !== 'done' && run?.replays === 0) object(`I5: ${what}, and the function is ${run?.status}`);
		const first = replies.get(nameOf(one));
		if (first !== undefined && first !== reply.body && run?.replays === 0 && record.forgottenAt === undefined)
			object(`I2: ${what} with another reply`);
		replies.set(nameOf(one), reply.body);
	};

	/** I4: of a forged delivery. */
	const repelled = (key: EventKey, reply: { readonly status: number; readonly body: string }) => {
		if (reply.status !== 401 && reply.status < 500) object(`I4: a forged ${nameOf(key)} was answered ${reply.status}`);
	};
	/** I4: of anything that is asked of store or queue. */
	const asked = (action: string, cause: string) => {
		if (cause.startsWith('forged')) object(`I4: ${cause} led to ${action}`);
	};

	/** What must have become of everything, when nothing is to come any more. */
	const ended = (rest: Rest) => {
		for (const one of scenario.sent) {
			const record = rest.find(one);
			const promised = acknowledged.get(nameOf(one));
			if (record === undefined && (scenario.stubborn || promised)) object(`I1: ${nameOf(one)} is lost`);
			if (promised === undefined && scenario.stubborn && one.type !== 'asked') object(`I7: ${nameOf(one)} was never acknowledged`);
			for (const name of promised ?? []) if (!(name in (record?.functions ?? {}))) object(`I1: ${nameOf(one)} was promised to ${name}`);
			if (record?.eraseAt !== undefined && record.forgottenAt === undefined) object(`${nameOf(one)} was not erased`);
			for (const [name, run] of Object.entries(record?.functions ?? {})) endedRun(one, { name, run }, rest);
		}
		if (rest.count !== scenario.sent.filter((one) => rest.find(one)).length) object('I4: the store holds what nobody sent');
	};
	const endedRun = (one: Sent, { name, run }: { readonly name: string; readonly run: Run }, { letters }: Rest) => {
		const what = `${name} for ${nameOf(one)} ended ${run.status} (${run.attempts} attempts, ${run.reason ?? run.lastError ?? 'no reason'})`;
		const poison = one.behaviours[name]?.times === Number.POSITIVE_INFINITY;
		const misfit = one.misfit && name === 'strict';
		if (run.status !== 'done' && run.status !== 'dead') return object(`I7: ${what}`);
		if (run.status === 'done' && (poison || misfit)) object(`I3: ${what}`);
		if (run.status === 'done' && !returned.has(`${nameOf(one)} ${name}`)) object(`I2: ${what}, and it never returned`);
		if (run.status === 'done') return;
		const gone = name === scenario.removal?.name;
		const { reason = '' } = run;
		const worn = /^failed \d+ times$|^no run ended in \d+ attempts$/.test(reason);
		const justified =
			worn || (misfit && reason.startsWith('payload does not fit')) || (gone && reason.startsWith('serverless.yml has no function'));
		if (reason === 'forgotten by an operator' && forgotten.has(nameOf(one))) return;
		if (!justified && !/^the sender did not send it again$|^the queue gave it up$/.test(reason)) object(`I3: ${what}`);
		if (worn && run.attempts < attempts) object(`I3: ${what} too early`);
		if (!run.sent || !(gone || letters.has(`${name} ${nameOf(one)}`))) object(`I3: ${what} without a dead letter`);
	};

	return {
		saw,
		began,
		answered,
		repelled,
		asked,
		ended,
		forgot: (key: EventKey) => void forgotten.add(nameOf(key)),
		came: (name: string, key: EventKey) => void returned.add(`${nameOf(key)} ${name}`),
	};
}
