import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { errorCode } from '../error-code.ts';

export type ProcessInfo = { readonly command: string; readonly parent: number };

/** What a process is and who started it; undefined where that can't be told (always on Windows). */
export function processOf(pid: number): ProcessInfo | undefined {
	try {
		return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
	} catch {
		return undefined;
	}
}

/** Small images have no `ps`. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function fromProc(pid: number): ProcessInfo | undefined {
	const [, command = '', parent] = /\((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
	return parent === undefined ? undefined : { command, parent: Number(parent) };
}

function fromPs(pid: number): ProcessInfo | undefined {
	if (process.platform === 'win32') return undefined;
	const text = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	const [, parent, command = ''] = /^\s*(\d+)\s+(.*?)\s*$/.exec(text) ?? [];
	return parent === undefined ? undefined : { command, parent: Number(parent) };
}

export function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		// It is there, and somebody else's.
		return errorCode(error) === 'EPERM';
	}
}
