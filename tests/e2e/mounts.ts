import { spawnSync } from 'node:child_process';
import { statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from './copy-service.ts';
import { type Command, type StartedRun, slsOffline } from './start-run.ts';

const unshare = ['--map-root-user', '--mount'];

/** Whether this user may mount something, where nobody else sees it. */
export const mayMount = spawnSync('unshare', [...unshare, 'mount', '-t', 'tmpfs', 'tmpfs', import.meta.dirname]).status === 0;

/** Starts a run after a line of shell has mounted something that only the run sees. When the run ends, however it does, the mount is gone. */
export const mounted =
	(line: string) =>
	(port: number): Command => {
		const { command, args } = slsOffline(port);
		return { command: 'unshare', args: [...unshare, 'sh', '-c', `${line} && exec "$@"`, 'sh', command, ...args] };
	};

/** An empty disk in memory in the place of the data folder. */
export const small = 'mount -t tmpfs -o size=16m tmpfs "$WEBHOOK_DATA_DIR"';

/** The store and the secrets that are there, on a disk that has no room beside them. */
export const full = `mkdir kept && cp "$WEBHOOK_DATA_DIR"/hookport.db* "$WEBHOOK_DATA_DIR/secrets.json" kept
	mount -t tmpfs -o size=1m tmpfs "$WEBHOOK_DATA_DIR" && cp kept/* "$WEBHOOK_DATA_DIR"
	{ cat /dev/zero > "$WEBHOOK_DATA_DIR/filler" 2> kept/said; true; }`;

export const readOnly = 'mount --bind "$WEBHOOK_DATA_DIR" "$WEBHOOK_DATA_DIR" && mount -o remount,bind,ro "$WEBHOOK_DATA_DIR"';

/** The command for somebody who sees what the run sees. */
export function beside({ pid }: StartedRun, { folder }: Service, { command, args }: Command): Command {
	const enter = ['--target', String(pid), '--user', '--preserve-credentials', '--mount'];
	return { command: 'nsenter', args: [...enter, 'sh', '-c', 'cd "$0" && exec "$@"', folder, command, ...args] };
}

function roomIn(folder: string): number {
	const { bavail, bsize } = statfsSync(folder);
	return bavail * bsize;
}

/** Leaves so many bytes. Returns the file that takes the rest. */
export function fill(folder: string, left: number): string {
	const file = join(folder, `filler-${left}`);
	writeFileSync(file, Buffer.alloc(roomIn(folder) - left));
	return file;
}
