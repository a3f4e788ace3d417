import { EventEmitter } from 'node:events';
import { expect, it } from '@jest/globals';
import { endWithReader } from '../../../src/plugin/commands/end-with-reader.ts';

const fail = (code: string) => {
	const stdout = new EventEmitter();
	const exits: number[] = [];
	endWithReader(stdout, (status) => exits.push(status));
	let thrown: unknown;
	try {
		stdout.emit('error', Object.assign(new Error(`write ${code}`), { code }));
	} catch (error) {
		thrown = error;
	}
	return { exits, thrown };
};

it('given a reader that has gone, as of `sls webhook events | head` → the command ends without a word', () => {
	expect(fail('EPIPE')).toEqual({ exits: [0], thrown: undefined });
});

it('given another error of the output → it is thrown', () => {
	expect(fail('ENOSPC')).toEqual({ exits: [], thrown: new Error('write ENOSPC') });
});
