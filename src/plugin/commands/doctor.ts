import { ServiceError } from '../../clouds/service-error.ts';
import { Mistake } from '../mistake.ts';
import type { Desk } from './desk.ts';
import { examineNode } from './doctor/examine-node.ts';
import { examineRoutes } from './doctor/examine-routes.ts';
import { examineSecrets } from './doctor/examine-secrets.ts';
import { examineStore } from './doctor/examine-store.ts';
import { examineUrls } from './doctor/examine-urls.ts';
import type { Finding } from './doctor/finding.ts';
import { table } from './event-line.ts';

type Examine = (desk: Desk) => readonly Finding[] | Promise<readonly Finding[]>;

/** By what is said where one can't be made. */
const examinations: Readonly<Record<string, Examine>> = {
	node: () => examineNode(),
	store: examineStore,
	secrets: examineSecrets,
	urls: examineUrls,
	routes: examineRoutes,
};

/** `sls webhook doctor`: what is wrong here, or will be, and what to do about it. Changes nothing. */
export async function doctor({ json = false }: { readonly json?: boolean }, desk: Desk): Promise<void> {
	const found = await Promise.all(Object.entries(examinations).map(([what, examine]) => examined(what, examine, desk)));
	const findings = found.flat();
	if (json) for (const finding of findings) desk.print(JSON.stringify(finding));
	else desk.print(table([['RESULT', 'WHAT', 'DETAIL', 'WHAT TO DO'], ...findings.map(row)]));
	if (findings.some(({ result }) => result === 'failed')) process.exitCode = 1;
}

async function examined(what: string, examine: Examine, desk: Desk): Promise<readonly Finding[]> {
	try {
		return await examine(desk);
	} catch (error) {
		if (!(error instanceof Mistake || error instanceof ServiceError)) throw error;
		return [{ result: 'failed', what, detail: error.message }];
	}
}

function row({ result, what, detail, remedy = '' }: Finding): readonly string[] {
	return [result === 'failed' ? 'FAILED' : result, what, detail, remedy];
}
