import { randomUUID } from 'node:crypto';
import { sameToken } from '../../webhook/same-token.ts';
import { ServiceError } from '../service-error.ts';
import { type Documents, documentId } from './documents.ts';
import type { Secret } from './secrets.ts';

type Place = { readonly name: string; readonly secret: Secret; readonly documents: Documents; readonly now: () => number };

const place = 'openings';
/** For so long nobody else may add a value, and by then the one that was added is seen by everybody. */
const claimMillis = 5 * 60_000;
/** Long before that, who holds the claim has added the value or failed: four attempts of three seconds. */
const addWithinMillis = 60_000;

/**
 * Secret Manager has no step that adds a version only where there is none, and what was added is seen by others only a while later
 * (https://cloud.google.com/secret-manager/docs/reference/rest#resource-consistency). So who may add is decided in Firestore, beside the openings, in one atomic step;
 * whoever loses adds nothing. Not held together is a process that ends, or is frozen for minutes, between the two: then nothing was added, and the next offer is taken when the claim is over.
 */
export async function offerSecret(value: string, { name, secret, documents, now }: Place): Promise<boolean> {
	const before = await secret.read();
	if (before !== undefined) return sameToken(before, [value]);
	const begun = now();
	if (!(await claim(documents, name, begun))) return await isSet(secret, value);
	// Another may have added one, and given the claim up to time, since we looked.
	const meanwhile = await secret.read();
	if (meanwhile !== undefined) return sameToken(meanwhile, [value]);
	if (now() - begun > addWithinMillis) throw new Error(`${name}: it took too long to find out whether it is set`);
	try {
		await secret.add(value);
		return true;
	} catch (error) {
		// Certainly nothing was added.
		if (error instanceof ServiceError && error.status >= 400 && error.status < 500) await documents.remove(place, claimOf(name));
		throw error;
	}
}

function claimOf(name: string): string {
	return documentId('offer', name);
}

async function isSet(secret: Secret, value: string): Promise<boolean> {
	const set = await secret.read();
	return set !== undefined && sameToken(set, [value]);
}

async function claim(documents: Documents, name: string, now: number): Promise<boolean> {
	const id = claimOf(name);
	const token = { stringValue: randomUUID() };
	const until = now + claimMillis;
	const fields = { token, until: { doubleValue: until }, ttl: { timestampValue: new Date(until).toISOString() } };
	if ((await documents.put(place, id, { fields, condition: { exists: false } })) !== undefined) return true;
	const found = await documents.get(place, id);
	// A first attempt whose answer got lost may have made it.
	if (found?.fields.token?.stringValue === token.stringValue) return true;
	if (found === undefined || (found.fields.until?.doubleValue ?? 0) > now) return false;
	return (await documents.put(place, id, { fields, condition: { updateTime: found.updateTime } })) !== undefined;
}
