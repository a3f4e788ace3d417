import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../clouds/local/until.ts';
import { exchange } from '../plugin/local/raw-http.ts';
import { bytesInUse } from './collect.ts';
import { maxBody, rawRequest, type Served, serve, signed } from './serve.ts';

const bounds = { headers: 300, request: 600, drain: 500 };
/** The gateway looks at its connections once in `bounds.headers`, and a refused sender has a second to read why; the rest is for a busy machine. */
const longest = 5_000;

let served: Served;
beforeEach(async () => {
	served = await serve({ bounds });
});
afterEach(() => served.close());

type Slow = { readonly socket: Socket; readonly received: () => string; readonly closed: Promise<number> };

/** Writes the bytes one after the other, and whether they are taken or not does not stop it. */
function drip(bytes: Iterable<Uint8Array | string>, every: number): Slow {
	const start = Date.now();
	const socket = connect(served.port, '127.0.0.1');
	const chunks: Buffer[] = [];
	socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {});
	// A reset is an end too.
	const closed = new Promise<number>((resolve) => socket.once('close', () => resolve(Date.now() - start)));
	const write = async () => {
		for (const one of bytes) {
			if (socket.destroyed) return;
			socket.write(one);
			await pause(every);
		}
	};
	write();
	return { socket, received: () => Buffer.concat(chunks).toString('latin1'), closed };
}

const whole = () => rawRequest(signed('evt_slow')).toString('latin1');
const headOf = (text: string) => text.slice(0, text.indexOf('\r\n\r\n') + 4);
const withLength = (length: number) => headOf(whole()).replace(/content-length: \d+/, `content-length: ${length}`);
const chunkedHead = () => headOf(whole()).replace(/content-length: \d+/, 'transfer-encoding: chunked');

describe('a client that takes its time', () => {
	it.each<[string, () => Iterable<string>, string]>([
		['says nothing', () => [], '408'],
		['drips its headers', () => [...whole()], '408'],
		['never ends its headers', () => [headOf(whole()).slice(0, -2)], '408'],
		['goes on with headers for ever', () => ['POST /webhooks/stripe HTTP/1.1\r\n', ...Array(5_000).fill('x: y\r\n')], '408'],
		['drips its body', () => [withLength(5_000), ...'x'.repeat(5_000)], '408'],
		['never ends its body', () => [withLength(5_000), '{"id"'], '408'],
		['drips chunks for ever', () => [chunkedHead(), ...Array(5_000).fill('1\r\nx\r\n')], '408'],
		['drips a body that is refused anyway', () => [withLength(maxBody + 1), ...'x'.repeat(5_000)], '413'],
		['drips a body for a path of nobody', () => [withLength(5_000).replace('/webhooks/stripe', '/nobody'), ...'x'.repeat(5_000)], '404'],
	])('and %s is cut off in time, while others are served', async (_, bytes, status) => {
		const slow = Array.from({ length: 20 }, () => drip(bytes(), 20));

		const others = await Promise.all(
			Array.from({ length: 20 }, (_each, index) => exchange(served.port, rawRequest(signed(`evt_${index}`), ['connection: close']))),
		);
		const taken = await Promise.all(slow.map(({ closed }) => closed));

		expect(others.map((reply) => reply.slice(9, 12))).toEqual(Array(20).fill('200'));
		expect(Math.max(...taken)).toBeLessThan(longest);
		expect(new Set(slow.map(({ received }) => received().slice(9, 12)))).toEqual(new Set([status]));
		expect(served.reached).toEqual(Array(20).fill('stripe'));
	});

	it('and goes away in the middle of its body leaves nothing behind', async () => {
		const slow = Array.from({ length: 20 }, () => drip([withLength(5_000), '{"id"'], 20));
		await until(() => slow.every(({ socket }) => socket.bytesWritten > 0));

		for (const { socket } of slow) socket.destroy();
		await Promise.all(slow.map(({ closed }) => closed));

		const reply = await exchange(served.port, rawRequest(signed('evt_1'), ['connection: close']));
		expect([reply.slice(9, 12), served.reached, (await served.on.cloud.events.list({})).length]).toEqual(['200', ['stripe'], 1]);
	});

	it('and does not read its answers is no burden to others', async () => {
		const deaf = Array.from({ length: 20 }, () => drip([rawRequest(signed('evt_deaf')).toString('latin1').repeat(50)], 1));
		for (const { socket } of deaf) socket.pause();

		const reply = await exchange(served.port, rawRequest(signed('evt_1'), ['connection: close']));

		expect(reply.slice(9, 12)).toBe('200');
		for (const { socket } of deaf) socket.destroy();
	});
});

describe('a body without an end', () => {
	it('is cut off at the limit: it is not taken into memory, and the connection ends though the sender goes on', async () => {
		const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, 'x'), Buffer.from('\r\n')]);
		const socket = connect(served.port, '127.0.0.1').on('error', () => {});
		const received: Buffer[] = [];
		socket.on('data', (part) => received.push(part));
		const start = Date.now();
		const before = bytesInUse();
		let [most, written] = [0, 0];
		socket.write(chunkedHead());
		while (!socket.destroyed && Date.now() - start < 10_000) {
			written += chunk.length;
			if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {});
			if (written % (100 * chunk.length) === 0) most = Math.max(most, bytesInUse() - before);
		}

		const reply = Buffer.concat(received).toString('latin1');
		expect([reply.slice(9, 12), reply.includes('"body-too-large"'), served.reached]).toEqual(['413', true, []]);
		expect(Date.now() - start).toBeLessThan(longest);
		expect(written).toBeGreaterThan(100 * maxBody);
		expect(most).toBeLessThan(8 * 1024 * 1024);
	});
});
