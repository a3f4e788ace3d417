const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** In the reader's time zone; the day only where it is not today. */
export function tellTime(at: number, now = Date.now()): string {
	const today = new Date(at).toDateString() === new Date(now).toDateString();
	return today ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}

export function tellWhole(at: number): string {
	return whole.format(at);
}

export function tellUtc(at: number): string {
	return new Date(at).toISOString().replace('T', ' ').replace('Z', ' UTC');
}

export function tellDuration(millis: number): string {
	if (millis < 1000) return `${Math.round(millis)} ms`;
	if (millis < 60_000) return `${(millis / 1000).toFixed(1)} s`;
	const seconds = Math.round(millis / 1000);
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
	return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

export function tellBytes(bytes: number): string {
	if (bytes < 1024) return `${bytes} bytes`;
	return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
