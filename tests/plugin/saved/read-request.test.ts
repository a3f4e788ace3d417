import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import { joinHeaders } from '../../../src/clouds/join-headers.ts';
import { readTarget } from '../../../src/clouds/read-target.ts';
import { readRequest, readSaved } from '../../../src/plugin/saved/read-request.ts';

const folder = mkdtempSync(join(tmpdir(), 'hookport-saved-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Buffer) => {
	writeFileSync(join(folder, name), content);
	return join(folder, name);
};
const read = (text: string | Buffer) => {
	const { method, target, headers, body } = readRequest(Buffer.from(text));
	return { method, target, headers: joinHeaders(headers), body: body.toString() };
};

describe('an HTTP message', () => {
	it.each<[string, string, object]>([
		[
			'with line breaks of the wire',
			'POST /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n{}\r\n',
			{ method: 'POST', target: '/a?b=c', headers: { host: 'x' }, body: '{}\r\n' },
		],
		[
			'with line breaks of an editor',
			'PUT /a HTTP/1.1\nA: b:c\n\n{}\n',
			{ method: 'PUT', target: '/a', headers: { a: 'b:c' }, body: '{}\n' },
		],
		[
			'whose body begins with a blank line',
			'POST /a HTTP/1.1\nA: b\n\n\n\n{}',
			{ method: 'POST', target: '/a', headers: { a: 'b' }, body: '\n\n{}' },
		],
		['that begins with its headers', 'A: b\nC: d\n\nx', { method: 'POST', target: undefined, headers: { a: 'b', c: 'd' }, body: 'x' }],
		['without a body', 'POST /a HTTP/1.1\nA: b\n', { method: 'POST', target: '/a', headers: { a: 'b' }, body: '' }],
		['of HTTP/2', 'POST /a HTTP/2\nA: b\n\n', { method: 'POST', target: '/a', headers: { a: 'b' }, body: '' }],
		['with a header twice', 'A: b\nA: c\n\n', { method: 'POST', target: undefined, headers: { a: 'b,c' }, body: '' }],
		['with a byte order mark', '\ufeffPOST /a HTTP/1.1\nA: b\n\nx', { method: 'POST', target: '/a', headers: { a: 'b' }, body: 'x' }],
	])('%s is read as it is', (_, text, request) => {
		expect(read(text)).toEqual(request);
	});

	it('keeps bytes that are no text', () => {
		const body = Buffer.from([0, 255, 13, 10, 13, 10, 0xc3]);

		expect(readRequest(Buffer.concat([Buffer.from('A: b\r\n\r\n'), body])).body).toEqual(body);
	});

	it.each([
		['', 'it is empty'],
		[' \n', 'it is empty'],
		['{"id":"evt_1"}', 'it is no request'],
		['POST /a HTTP/1.1\nno header\n\n', 'it is no request'],
		['wget https://a.example', 'it is no request'],
	])('given %j is a mistake', (text, line) => {
		expect(() => read(text)).toThrow(new RegExp(`^--file: ${line}`));
	});
});

/** What the real curl sends, seen by a server. */
async function sentByCurl(args: readonly string[]): Promise<object> {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { 'user-agent': _, accept: __, 'content-length': ___, 'accept-encoding': ____, ...headers } = request.headers;
			response.end(JSON.stringify({ method: request.method, target: request.url, headers, body: Buffer.concat(chunks).toString() }));
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const child = spawn('bash', ['-c', `curl -s ${args.join(' ').replaceAll('http://here', url)}`]);
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	await once(child, 'close');
	server.close();
	return JSON.parse(output.replaceAll(url.slice(7), 'here'));
}

const hasCurl = await new Promise<boolean>((resolve) =>
	spawn('curl', ['--version'])
		.on('error', () => resolve(false))
		.on('close', (code) => resolve(code === 0)),
);

describe('a curl command', () => {
	const json = file('body.json', '{"a":\r\n1}\n');
	const commands: readonly string[] = [
		`http://here/a -H 'X-A: b' -d '{"a":"b"}' -H 'content-type: application/json'`,
		`-X PUT "http://here/a?b=c" --data-raw $'{"a":"it\\'s"}'`,
		`-XPOST http://here/a -d@${json}`,
		`http://here/a --data-binary @${json} -H 'Content-Type: application/json'`,
		`http://here/a -d a=b -d c=d`,
		`http://here/a --data-urlencode 'a=b c&é' --data-urlencode 'x y' --data-urlencode '=u/v'`,
		`http://here --json '{"a":1}'`,
		`-u 'user:pass word' http://here/a -b 'a=b' -e https://c.example --data ''`,
		`-sSk --compressed --url http://here/a \\\n  -H 'X-Empty;' -H 'Accept:' --data-ascii x`,
		`-A agent http://here/a`,
	];
	(hasCurl ? it : it.skip).each(commands)('%s is read as curl sends it', async (command) => {
		const sent = await sentByCurl([command]);

		const { target = '', headers, ...request } = read(`curl ${command}`);
		const { 'user-agent': _, accept: __, ...own } = headers;
		const { path, query } = readTarget(target);
		expect({ ...request, headers: own, target: path + (query && `?${query}`) }).toEqual(sent);
	});

	it.each([
		[`curl -H 'a: b'`, 'has no URL'],
		[`curl http://a -F a=b`, 'the option -F of the curl command is not read here'],
		[`curl http://a --form a=b`, 'the option --form of the curl command is not read here'],
		[`curl http://a -d`, 'has no value'],
		[`curl http://a -d @/nowhere/at/all`, '/nowhere/at/all, which the curl command names, can not be read (ENOENT)'],
		[`curl 'http://a`, 'without its end'],
	])('%s is a mistake', (command, line) => {
		expect(() => read(command)).toThrow(line);
	});
});

describe('a file', () => {
	it('is read byte for byte, and so is standard input', async () => {
		const bytes = Buffer.from([65, 255, 10]);

		expect([await readSaved(file('a', bytes)), await readSaved('-', Readable.from([bytes.subarray(0, 1), bytes.subarray(1)]))]).toEqual([
			bytes,
			bytes,
		]);
	});

	it('that is not there is a mistake', async () => {
		await expect(readSaved('/nowhere/at/all')).rejects.toThrow('--file: there is no /nowhere/at/all');
	});
});
