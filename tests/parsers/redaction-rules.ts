import type { RedactionRule } from '../../src/webhook/redaction.ts';

export function rulesOf(drop: readonly string[], hash: readonly string[] = []): readonly RedactionRule[] {
	return [
		...drop.map((path) => ({ path: path.split('.'), act: 'drop' as const })),
		...hash.map((path) => ({ path: path.split('.'), act: 'hash' as const })),
	];
}
