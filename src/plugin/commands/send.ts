import type { Desk } from './desk.ts';
import { postSample, type SendOptions } from './post-sample.ts';
import { printableLine } from './printable.ts';

/** `sls webhook send`: posts a signed sample, or the body of a file, to the URL of its source, and shows the reply and what was kept. */
export async function send(options: SendOptions, desk: Desk): Promise<void> {
	const { target, reply, answer, kept } = await postSample(options, desk);
	desk.print(`POST ${target}\n${reply.status} ${reply.statusText}`);
	if (answer) desk.print(answer);
	for (const { id, source } of kept)
		desk.print(`Event ${printableLine(id)}: npx sls webhook show --source ${source} --id ${quoted(id)}${desk.flags}`);
	if (!reply.ok) process.exitCode = 1;
}

/** Double quotes mean the same in sh, cmd and PowerShell. */
export function quoted(id: string): string {
	return /^[\w.:@-]+$/.test(id) ? id : `"${printableLine(id)}"`;
}
