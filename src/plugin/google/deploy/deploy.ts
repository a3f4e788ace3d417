import { Mistake } from '../../mistake.ts';
import { type Asking, type Deploying, filledIn } from './deploying.ts';
import { enableApis, readFacts } from './enable-apis.ts';
import { makeBucket } from './make-bucket.ts';
import { makeDatabases } from './make-databases.ts';
import { makeFunctions } from './make-functions.ts';
import { grantOnProject, makeIdentities } from './make-identities.ts';
import { makeSchedule } from './make-schedule.ts';
import { makeSecrets } from './make-secrets.ts';
import { makeSubscriptions } from './make-subscriptions.ts';
import { makeTopics } from './make-topics.ts';
import { patient } from './patient.ts';
import { retire } from './retire.ts';

type Told = Pick<Deploying, 'print'> & {
	/** Shows what is being done, until something else is. */
	readonly progress: (title: string) => void;
};

/** One step by its name: what it did, in one line, or what stopped it. Each looks first, so whoever deploys again goes on where it stopped. */
export async function step<Result>(title: string, { print, progress }: Told, work: () => Promise<Result>): Promise<Result> {
	progress(title);
	try {
		const result = await work();
		if (typeof result === 'string') print(`${title}: ${result}`);
		return result;
	} catch (error) {
		if (error instanceof Mistake) throw new Mistake(`${title}: ${error.message}`);
		throw error;
	}
}

/** Creates a stage on Google, or makes it as the plan says. */
export async function deploy(asked: Asking & Told): Promise<void> {
	const run = <Result>(title: string, work: () => Promise<Result>) => step(title, asked, work);
	const enabled = await run('APIs', () => enableApis(asked));
	const google = enabled === undefined ? asked.google : patient(asked.google, asked.wait);
	const facts = await run('project', () => readFacts({ ...asked, google }));
	const plan = filledIn(asked.plan, facts);
	const own = { ...asked, google, plan };
	const emails = await run('service accounts', () => makeIdentities(own));
	const deploying = { ...own, emails };
	await run('databases', () => makeDatabases(deploying));
	await run('rights on the project', () => grantOnProject(deploying));
	await run('bucket', () => makeBucket(deploying));
	await run('secrets', () => makeSecrets(deploying));
	await run('topics', () => makeTopics(deploying));
	const { urls } = await run('functions', async () => {
		const made = await makeFunctions(deploying);
		asked.print(`functions: ${made.said}`);
		return made;
	});
	await run('subscriptions', () => makeSubscriptions(deploying, urls));
	await run('schedule', () => makeSchedule(deploying, urls));
	await run('what left', () => retire(plan, deploying));
}
