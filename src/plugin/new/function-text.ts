import { camelCase } from '../camel-case.ts';
import { literal } from './literal.ts';

export type Written = {
	readonly name: string;
	readonly source: string;
	/** The id of its provider, and the options that the source gives it. */
	readonly provider: string;
	readonly options?: Readonly<Record<string, unknown>>;
	readonly type: string;
	readonly ack: string;
	/** The fields that the payload is known to have, as a schema. */
	readonly schema: string | undefined;
	/** How many of its events the sample holds. */
	readonly events: number;
};

/** As Biome has them. */
const width = 140;

/** The text of the file of a function: all that it does is to say that it ran. */
export function functionText({ provider, type, ack, schema }: Written): string {
	const name = camelCase(provider);
	const payload = `{ payload: ${schema ?? 'z.unknown()'} }`;
	const head = '({ id }, { log }) => {';
	const oneLine = `export const handler = onEvent(${name}, ${literal(type)}, ${payload}, ${head}`;
	const body = [
		`log.info(${literal(said(type))}, { 'cloudevents.event_id': id });`,
		...(ack === 'handled'
			? ['// The sender waits for what is returned: a text, a JSON value, a Reply or nothing.', 'return undefined;']
			: []),
	];
	const unknown = '// No recorded sample says what is in it: name the fields that you use, such as z.object({ id: z.string() }).';
	const lines =
		schema !== undefined && oneLine.length <= width
			? [oneLine, ...body.map((line) => `\t${line}`), '});']
			: [
					'export const handler = onEvent(',
					...[`${name},`, `${literal(type)},`, ...(schema === undefined ? [unknown] : []), `${payload},`, head].map((line) => `\t${line}`),
					...body.map((line) => `\t\t${line}`),
					'\t},',
					');',
				];
	return [
		`import * as z from 'zod/mini';`,
		`import { ${name} } from '../../providers/${provider}.ts';`,
		`import { onEvent } from '../../receive.ts';`,
		'',
		`/** What is done about ${type.replaceAll('*/', '*')}. */`,
		...lines,
		'',
	].join('\n');
}

/** The text of its test. */
export function testText({ name, source, type, ack, options, events }: Written): string {
	const setting = { ...(ack === 'handled' && { ack }), ...(options && { options }) };
	const tried = Object.keys(setting).length === 0 ? 'handler' : `handler, ${literal(setting)}`;
	return `import { expect, it } from '@jest/globals';
import { handler } from '../../../src/functions/${source}/${name}.ts';
import { tryFunction } from '../../try-function.ts';

it(${literal(`handles ${type} once, however often it comes`)}, async () => {
	const { send, lines } = tryFunction(${tried});

	const first = await send({ id: '1' });
	const second = await send({ id: '1' });

	expect(second.run).toMatchObject({ status: 'done', attempts: 1 });
	expect(second.reply).toEqual(first.reply);
	expect(lines.filter((line) => line.startsWith(${literal(said(type))}))).toHaveLength(${events});
});
`;
}

/** The text of an endpoint's file. */
export function endpointText(provider: string): string {
	const name = camelCase(provider);
	return `import { ${name} } from '../providers/${provider}.ts';
import { receive } from '../receive.ts';

export const handler = receive(${name});
`;
}

/** What the log says of it. */
function said(type: string): string {
	return `handled ${type}`;
}
