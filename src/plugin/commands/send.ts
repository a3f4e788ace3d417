import type { Desk } from './desk.ts';
import { postSample, type SendOptions } from './post-sample.ts';
import { printableLine } from './printable.ts';

/** `sls webhook send`: posts a signed sample, or the body of a file, to the URL of its source, and shows the reply and what was kept. */
export async function send({ json = false, ...options }: SendOptions & { readonly json?: boolean }, desk: Desk): Promise<void> {
	const { target, reply, answer, kept } = await postSample(options, desk);
	const events = kept.map(({ source, id }) => ({ source, id }));
	if (json) desk.print(JSON.stringify({ url: target, status: reply.status, reply: answer, events }));
	else {
		desk.print([`POST ${target}\n${reply.status} ${reply.statusText}`, ...(answer ? [answer] : [])].join('\n'));
		for (const { id, source } of events)
			desk.print(`Event ${printableLine(id)}: npx sls webhook show --source ${source} --id ${quoted(id)}${desk.flags}`);
	}
	if (!json && reply.status === 401 && target.startsWith(`${desk.url}/`))
		desk.print('The run may have other secrets than this command: after a change of .env it has to be started again.');
	if (!reply.ok) process.exitCode = 1;
}

/** Double quotes mean the same in sh, cmd and PowerShell, but for the signs that some of them read in there: an id is its sender's, and a command is copied. */
export function quoted(id: string): string {
	if (/^[\w.:@-]+$/.test(id)) return id;
	return /["$`\\!%\p{Cc}]/u.test(id) ? '<id>' : `"${printableLine(id)}"`;
}
