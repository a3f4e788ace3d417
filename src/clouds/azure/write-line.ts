import type { Write } from './create-log.ts';
import { running } from './running.ts';

/** To the host, which puts it beside the call that it belongs to; outside any, to where the host reads what a process says. */
export const writeLine: Write = (line, level) => {
	const call = running.getStore();
	if (call) call.context[level](line);
	else process.stdout.write(`${line}\n`);
};
