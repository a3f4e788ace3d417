import { createInterface } from 'node:readline';

type Terminal = { readonly input: NodeJS.ReadableStream; readonly write: (text: string) => unknown };

const own = (): Terminal => ({ input: process.stdin, write: (text) => process.stderr.write(text) });

/** Whether the answer is `yes`, typed or piped in. No answer is none. */
export async function askYes(question: string, { input, write } = own()): Promise<boolean> {
	write(`${question} (yes/no): `);
	const reader = createInterface({ input });
	const answer = await new Promise<string>((resolve) => {
		reader.once('line', resolve);
		reader.once('close', () => resolve(''));
	});
	reader.close();
	return /^y(es)?$/i.test(answer.trim());
}
