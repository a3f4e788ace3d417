import { Mistake } from '../mistake.ts';
import type { Options } from '../serverless.ts';
import { called, type Plan, queued } from './plan.ts';

/** What Azure has nothing for, and what to do instead. */
export function refused(command: 'rollback' | 'deploy function' | 'invoke local'): Mistake {
	const why = {
		rollback:
			'Flex Consumption keeps the code of the last deployment only: check out the commit that was deployed before, and npx sls deploy',
		'deploy function': 'all functions of an app are one deployment on Azure: npx sls deploy',
		'invoke local': 'it runs on this machine with npm start; npx sls webhook send posts to it',
	}[command];
	return new Mistake(`sls ${command}: ${why}`);
}

/** Nothing reaches a function but what it was written for: no address is there for an operator that would not be there for others. */
export function refusedInvoke({ function: name }: Options, { routes }: Pick<Plan, 'routes'>, flags: string): Mistake {
	const wanted = String(name);
	const ways = [
		called(routes).includes(wanted) && 'only other functions call it, inside their app: npm start runs them on this machine',
		queued(routes).includes(wanted) &&
			`its events run it: npx sls webhook replay${flags} runs it again for one, npx sls webhook send${flags} posts a new one`,
		Object.hasOwn(routes.timeouts, wanted) && `what is posted to it runs it: npx sls webhook send${flags}`,
	];
	return new Mistake(
		`sls invoke: on Azure nothing outside reaches "${wanted}"; ${ways.find((way) => way !== false) ?? 'serverless.yml has no such function'}`,
	);
}
