import { expect, it } from '@jest/globals';
import { printable, printableLine } from '../../../src/plugin/commands/printable.ts';

it.each([
	['\u001b[2J', '\\u001b[2J'],
	['a\u0000b\u007f\u0085', 'a\\u0000b\\u007f\\u0085'],
	['exe.\u202egnp\u2066\u2069', 'exe.\\u202egnp\\u2066\\u2069'],
	['\u200ea\u200f\u061c', '\\u200ea\\u200f\\u061c'],
	['a\u2028b', 'a\\u2028b'],
	['Zoë, שלום, 💶', 'Zoë, שלום, 💶'],
])('what can not be seen is spelt out, and nothing else: %j', (text, printed) => {
	expect([printable(text), printableLine(text)]).toEqual([printed, printed]);
});

it('line breaks and tabs stay, but not within one line', () => {
	expect(printable('a\n\tb\r')).toBe('a\n\tb\\u000d');
	expect(printableLine('a\n\tb')).toBe('a\\u000a\\u0009b');
});
