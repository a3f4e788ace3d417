import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { knownOf } from '../../src/plugin/known.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'hookport-'));
	mkdirSync(join(folder, 'src', 'functions', 'stripe'), { recursive: true });
	writeFileSync(join(folder, 'src', 'functions', 'stripe', 'invoice-paid.ts'), 'ts');
	writeFileSync(join(folder, 'src', 'functions', 'old.name.js'), 'js');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('what the project knows from its files', () => {
	it.each([
		['src/functions/stripe/invoice-paid.handler', 'ts'],
		['src/functions/old.name.handler', 'js'],
		['src/functions/stripe/gone.handler', undefined],
		['src/functions/stripe.handler', undefined],
	])('given the handler %s → its text is %s', (handler, text) => {
		expect(knownOf(folder).handlerText(handler)).toBe(text);
	});

	it('given its folders → the modules as a handler names them', () => {
		expect(knownOf(folder).modules()).toEqual(['src/functions/old.name', 'src/functions/stripe/invoice-paid']);
	});

	it('given a provider → the types that it is known to send, where a list is kept', () => {
		expect(knownOf(folder).types('stripe')).toContain('invoice.paid');
		expect(knownOf(folder).types('hmac')).toBeUndefined();
	});
});
