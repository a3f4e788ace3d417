import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it, jest } from '@jest/globals';
import { type FailPoint, failPoints, killAt } from './fail-points.ts';
import { problemsOf } from './paid-problems.ts';
import { type PaidService, paidService } from './paid-service.ts';
import { type PaidStream, paidStream } from './paid-stream.ts';
import { seeded } from './random.ts';
import { patience, type StartedRun, startRun } from './start-run.ts';

/** `npm run test:rounds` has more of them; `SEED` repeats what one that failed has sent and planned. */
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const rounds = Number(process.env.ROUNDS ?? 3);
const perRound = process.env.ROUNDS === undefined ? 40 : 120;
/** More than the lease of a function with a second to run, so that another run takes over what the frozen one was at. */
const frozenMillis = 7_000;

jest.setTimeout((rounds + 8) * patience);

let service: PaidService;
let run: StartedRun | undefined;
afterEach(async () => {
	await run?.kill();
	await service?.remove();
});

it(`in ${rounds} rounds of killing and freezing, what got a 2xx is paid once, and what is forged leaves nothing`, async () => {
	service = await paidService(7);
	const random = seeded(seed);
	const stream = paidStream(service, random);
	const ends: string[] = [];

	for (let round = 0; round < rounds; round += 1) {
		stream.add(round, perRound);
		ends.push(await endRound(planOf(round, random), stream));
	}
	run = await startRun(service, service.env);
	await stream.post(run, () => false);
	const { acknowledged, wronglyTaken } = stream;
	const problems = await problemsOf(service, { acknowledged, unanswered: stream.unanswered(), patience: 2 * patience });

	const context = { seed, ends };
	expect({ ...context, wronglyTaken, waiting: stream.waiting(), problems }).toEqual({
		...context,
		wronglyTaken: [],
		waiting: 0,
		problems: [],
	});
	expect(acknowledged.size).toBeGreaterThan((rounds * perRound) / 2);
});

type Plan = { readonly how: 'kill' | 'freeze' | FailPoint; readonly nth: number; readonly after: number };

/** The ways take turns; when, and at which point, is left to chance. */
function planOf(round: number, random: () => number): Plan {
	const among = Object.keys(failPoints).filter((point) => !/^(create|resend)/.test(point));
	// Sound because they are keys of the table.
	const point = among[Math.floor(random() * among.length)] as FailPoint;
	const how = (['kill', point, 'freeze'] as const)[round % 3] ?? 'kill';
	return { how, nth: 1 + Math.floor(random() * 10), after: -300 * Math.log(1 - random()) };
}

/** Posts until the run is over, and says what became of it. */
async function endRound({ how, nth, after }: Plan, stream: PaidStream): Promise<string> {
	const atPoint = how !== 'kill' && how !== 'freeze';
	const said = atPoint ? `${how}:${nth}` : `${how} after ${Math.round(after)} ms`;
	const started = await startRun(service, { ...service.env, ...(atPoint && killAt(how, nth)) }).catch(() => undefined);
	if (started === undefined) return `${said}, while it started`;
	run = started;
	let over = false;
	const ended = started.ended.then(() => {
		over = true;
	});
	const posted = stream.post(started, () => over);
	// A point that is not come to so often must not hold the test up.
	await (atPoint ? Promise.race([ended, posted.then(() => pause(2_000))]) : pause(after));
	if (how === 'freeze') await freeze(started);
	const killed = !over;
	await started.kill();
	await posted;
	return atPoint && killed ? `${said} was not reached, killed` : said;
}

async function freeze({ signal }: StartedRun): Promise<void> {
	signal('SIGSTOP');
	await pause(frozenMillis);
	signal('SIGCONT');
	// What it was at when it froze goes on now, beside what takes over.
	await pause(500);
}
