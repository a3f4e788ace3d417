import { inLines } from '../in-lines.ts';
import { Mistake } from '../mistake.ts';
import { baseUrl } from './base-url.ts';
import type { Desk } from './desk.ts';
import { table } from './event-line.ts';
import { howToAccept, missingSecrets } from './secrets-list.ts';
import { urlsOf } from './urls.ts';

/** What `sls deploy` ends with: where senders post to, and which secrets are missing. */
export async function describeDeployed(desk: Desk): Promise<void> {
	const rows = urlsOf(desk.routes, (path) => baseUrl(path, undefined, desk));
	desk.print(`\nSenders post to\n${indented(table(rows.map(({ source, url }) => [source, url])))}`);
	try {
		describeMissing(await missingSecrets(desk), desk);
	} catch (error) {
		if (!(error instanceof Mistake)) throw error;
		desk.print(`Which secrets are set can't be told: ${error.message}`);
	}
}

function describeMissing(missing: readonly string[], desk: Desk): void {
	const { flags, print } = desk;
	if (missing.length === 0) {
		print(`Every secret is set. See that all of it works: npx sls webhook smoke${flags}`);
		return;
	}
	print(`Secrets that are missing; until they are set, their sources are answered 503\n${inLines(missing, '  ').join('\n')}`);
	print(`Set each with: npx sls webhook secrets set${flags} --name ${missing[0]}`);
	for (const way of howToAccept(missing, desk)) print(way);
}

function indented(text: string): string {
	return text.replace(/^/gm, '  ');
}
