import { type Exchange, exchange } from '../../../src/clouds/exchange.ts';

/** A way on which the answer to the next request whose path ends so gets lost, though the service has acted on it. */
export function losingAnswers() {
	const next: string[] = [];
	const way: Exchange = async (origin, outgoing, timeoutMillis) => {
		const answer = await exchange(origin, outgoing, timeoutMillis);
		const index = next.findIndex((ending) => outgoing.path.endsWith(ending));
		if (index < 0) return answer;
		next.splice(index, 1);
		throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
	};
	return { way, lose: (ending: string) => void next.push(ending) };
}
