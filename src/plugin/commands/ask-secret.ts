import type { ReadStream } from 'node:tty';
import { Mistake } from '../mistake.ts';

type Terminal = {
	readonly input: Pick<ReadStream, 'on' | 'off' | 'pause' | 'resume' | 'setEncoding' | 'setRawMode' | 'isTTY'> & AsyncIterable<unknown>;
	readonly write: (text: string) => unknown;
};

const own = (): Terminal => ({ input: process.stdin, write: (text) => process.stderr.write(text) });

/** A secret's value: typed without an echo, or piped in. Not from the command line, which shells and lists of processes keep. */
export async function askSecret(name: string, { input, write } = own()): Promise<string> {
	if (!input.isTTY) return (await readAll(input)).replace(/\r?\n$/, '');
	write(`${name} (it does not show): `);
	try {
		return await typed(input);
	} finally {
		write('\n');
	}
}

async function readAll(input: AsyncIterable<unknown>): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array));
	// What Windows' PowerShell pipes begins with a byte order mark.
	return Buffer.concat(chunks)
		.toString()
		.replace(/^\ufeff/, '');
}

/** Up to Enter. In raw mode the terminal echoes nothing, and every key is ours. */
function typed(input: Terminal['input']): Promise<string> {
	return new Promise((resolve, reject) => {
		let value = '';
		const end = () => {
			input.off('data', take);
			input.setRawMode(false);
			input.pause();
		};
		const take = (keys: string) => {
			for (const key of keys) {
				if (key === '\r' || key === '\n' || key === '\u0004') {
					end();
					resolve(value);
					return;
				}
				if (key === '\u0003') {
					end();
					reject(new Mistake('Nothing was set.'));
					return;
				}
				value = key === '\u007f' || key === '\b' ? value.slice(0, -1) : value + key;
			}
		};
		input.setRawMode(true);
		input.setEncoding('utf8');
		input.on('data', take);
		input.resume();
	});
}
