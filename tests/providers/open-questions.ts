import { existsSync, readdirSync, readFileSync } from 'node:fs';

const here = new URL('../../', import.meta.url);

/** What `sls webhook new provider` asks, and nobody has answered yet: where, and the question. */
export function openQuestions(id: string, root = here): readonly string[] {
	return [...inDescriptor(`src/providers/${id}.ts`, root), ...inSamples(`src/providers/samples/${id}/`, root)];
}

function inDescriptor(path: string, root: URL): readonly string[] {
	const lines = readFileSync(new URL(path, root), 'utf8').split('\n');
	const questions = lines.map((line) => /^\s*\/\/ \? (.+)$/.exec(line)?.[1]);
	return lines.flatMap((line, index) => {
		const question = questions[index];
		if (question !== undefined) return [`${path}:${index + 1} ${question}`];
		const isOpen = /^\s*\w+: ('\?'|textAt\(\w+, '\?'\)|Number\.NaN),$/.test(line) && questions[index - 1] === undefined;
		return isOpen ? [`${path}:${index + 1} This is no answer: ${line.trim()}`] : [];
	});
}

/** Their own key `?` says that they are not what a provider posts. */
function inSamples(path: string, root: URL): readonly string[] {
	const folder = new URL(path, root);
	const files = existsSync(folder) ? readdirSync(folder) : [];
	return files
		.filter((file) => readFileSync(new URL(file, folder), 'utf8').includes('\\"?\\":'))
		.map((file) => `${path}${file} What does it post? Its type, its headers and its exact body, with {{id}} for the id of the event.`);
}
