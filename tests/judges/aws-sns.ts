import { createPublicKey } from 'node:crypto';
import { EventEmitter } from 'node:events';
import https from 'node:https';
import { type Judge, load, textOf } from './judge.ts';

type Validator = new () => { readonly validate: (message: unknown, done: (error: Error | null) => void) => void };

export const judges: readonly Judge[] = [
	{
		package: 'sns-validator',
		accepts: async (delivery, secret) => {
			const { default: MessageValidator } = await load<{ readonly default: Validator }>('sns-validator');
			const [, key = ''] = secret.split(' ');
			const pem = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }).export({ format: 'pem', type: 'spki' });
			// It keeps what it has read under the URL, and each key here is another.
			const message = { ...JSON.parse(textOf(delivery)) };
			const url = new URL(message.SigningCertURL);
			message.SigningCertURL = `${url.origin}/${key.replace(/[^A-Za-z0-9]/g, '')}.pem`;
			const get = https.get;
			const stub = (_: unknown, answered: (answer: unknown) => void) => {
				answered(answerOf(pem.toString()));
				return new EventEmitter();
			};
			// Sound because it asks for no more than that.
			https.get = stub as unknown as typeof get;
			try {
				return await new Promise((resolve) => new MessageValidator().validate(message, (error) => resolve(error === null)));
			} finally {
				https.get = get;
			}
		},
		lax: ['signed in the past', 'signed in the future'],
	},
];

function answerOf(text: string): EventEmitter {
	const answer = Object.assign(new EventEmitter(), { statusCode: 200 });
	setImmediate(() => {
		answer.emit('data', Buffer.from(text));
		answer.emit('end');
	});
	return answer;
}
