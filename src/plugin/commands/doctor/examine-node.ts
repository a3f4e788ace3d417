import type { Finding } from './finding.ts';

/** What the functions are deployed with. */
const deployed = 24;

export function examineNode(version: string = process.versions.node): readonly Finding[] {
	const major = Number.parseInt(version, 10);
	if (major === deployed) return [{ result: 'ok', what: 'node', detail: `Node ${version}` }];
	const detail = `Node ${version}, and functions are deployed with Node ${deployed}`;
	return [{ result: 'warn', what: 'node', detail, remedy: 'npm rebuild node, then start it by npx or npm' }];
}
