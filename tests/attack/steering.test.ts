import { expect, it } from '@jest/globals';
import { createLog } from '../../src/clouds/local/create-log.ts';

const steering = ['\n', '\r\n', '\u001b[2J', '\u009b2J', '\u0085', '\u2028', '\u2029', '\u202e', '\u2066', '\u007f'];
const control = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

it.each(steering)('a log line with %j in message, field and function stays one line that steers no terminal', (found) => {
	const lines: string[] = [];
	const log = createLog(
		() => 'endpoint',
		(line) => void lines.push(line),
	);

	log.warn(`a${found}b`, { id: `evt${found}2026 info forged` });

	expect(lines).toHaveLength(1);
	expect(lines[0]?.slice(0, -1)).not.toMatch(control);
	expect(lines[0]?.endsWith('\n')).toBe(true);
});
