import { MalformedBody, type Parse } from '../webhook/provider.ts';
import { json } from './json.ts';

/** A body that is a JSON Web Token, which has been verified: the JSON that its claim `data` holds as text, and in which `data` and `identity` hold JSON as text, too. */
export const tokenData: Parse = async (delivery) => {
	const [, payload = ''] = delivery.rawBody.toString().split('.', 3);
	const read = async (text: unknown): Promise<unknown> => {
		if (typeof text !== 'string') throw new MalformedBody('the token holds no text where JSON is expected');
		return await json({ ...delivery, rawBody: Buffer.from(text) });
	};
	const claims = fieldsOf(await read(Buffer.from(payload, 'base64url').toString()));
	const event = fieldsOf(await read(claims.data));
	const { identity } = event;
	return { ...event, data: await read(event.data), ...(identity !== undefined && { identity: await read(identity) }) };
};

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw new MalformedBody('the token holds no object where one is expected');
	// Sound because it is an object that JSON has made.
	return value as Readonly<Record<string, unknown>>;
}
