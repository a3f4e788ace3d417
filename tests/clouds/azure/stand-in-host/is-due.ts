/** Whether a second fits an NCRONTAB expression of six fields, https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions; times are UTC. */
export function isDue(expression: string, at: Date): boolean {
	const fields = expression.trim().split(/\s+/);
	if (fields.length !== 6) throw new Error(`the stand-in host knows NCRONTAB with six fields, not "${expression}"`);
	const now = [at.getUTCSeconds(), at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCDay()];
	return fields.every((field, index) => field.split(',').some((part) => fits(part, now[index] ?? 0)));
}

function fits(part: string, value: number): boolean {
	const [, from, to, every] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
	if (from === undefined && !part.startsWith('*')) throw new Error(`the stand-in host can not read "${part}" of a schedule`);
	const first = Number(from ?? 0);
	const last = Number(to ?? (from === undefined || every !== undefined ? Number.POSITIVE_INFINITY : from));
	return value >= first && value <= last && (value - first) % Number(every ?? 1) === 0;
}
