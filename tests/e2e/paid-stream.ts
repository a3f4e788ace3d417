import { type PaidService, postPaid, type Sent } from './paid-service.ts';
import type { StartedRun } from './start-run.ts';

const connections = 8;

/** What a number of senders send, known beforehand by its seed, and what they were answered. */
export type PaidStream = {
	readonly acknowledged: ReadonlySet<string>;
	/** Sent once by a sender that does not come again, and not answered with a 2xx. */
	readonly unanswered: () => readonly string[];
	/** Forged, and answered with a 2xx. */
	readonly wronglyTaken: readonly string[];
	/** How many genuine ones still wait for a 2xx. */
	readonly waiting: () => number;
	readonly add: (round: number, count: number) => void;
	/** Posts all that waits, in an order of chance, until it `isOver`. What gets no 2xx goes on waiting. */
	readonly post: (run: StartedRun, isOver: () => boolean) => Promise<void>;
};

export function paidStream(service: PaidService, random: () => number): PaidStream {
	const acknowledged = new Set<string>();
	const once = new Set<string>();
	const wronglyTaken: string[] = [];
	let left: Required<Sent>[] = [];

	const add = (round: number, count: number) => {
		for (let index = 0; index < count; index += 1) {
			const { id, forged, copied } = draw(`${round}-${index}`, random());
			if (id.includes('once')) once.add(id);
			left.push({ id, forged });
			if (copied) left.push({ id, forged: true });
		}
	};
	const send = async (run: StartedRun, sent: Sent): Promise<boolean> => {
		const taken = (await postPaid(run, service, sent))?.status === 200;
		if (sent.forged && taken) wronglyTaken.push(sent.id);
		if (!sent.forged && taken) acknowledged.add(sent.id);
		return taken || sent.forged === true || once.has(sent.id);
	};
	const post = async (run: StartedRun, isOver: () => boolean) => {
		const order = left.map((sent) => ({ sent, rank: random() })).sort((a, b) => a.rank - b.rank);
		const todo = order.map(({ sent }) => sent);
		left = [];
		const connection = async () => {
			for (let sent = todo.shift(); sent !== undefined; sent = todo.shift()) if (isOver() || !(await send(run, sent))) left.push(sent);
		};
		await Promise.all(Array.from({ length: connections }, connection));
	};
	const unanswered = () => [...once].filter((id) => !acknowledged.has(id));
	return { acknowledged, unanswered, wronglyTaken, waiting: () => left.length, add, post };
}

/** One in eight is forged under an id of its own, one in eight has a forged copy; some are large, some poison, some sent only once. */
function draw(id: string, chance: number): Required<Sent> & { readonly copied: boolean } {
	if (chance < 0.12) return { id: `forged-${id}`, forged: true, copied: false };
	if (chance < 0.24) return { id, forged: false, copied: true };
	const kind = chance < 0.34 ? '-large' : chance < 0.4 ? '-poison' : chance < 0.5 ? '-once' : '';
	return { id: `${id}${kind}`, forged: false, copied: chance < 0.27 };
}
