import { setTimeout } from 'node:timers/promises';
import type { Cloud } from '../../webhook/ports.ts';
import { askAgain } from '../ask-again.ts';
import { type Exchange, exchange } from '../exchange.ts';
import { mayPass, ServiceError, unanswered } from '../service-error.ts';
import type { Environment } from './endpoint.ts';

/** Tokens of the function's own identity, kept until shortly before they expire. */
export type Tokens = {
	/** For Google's services. */
	readonly access: () => Promise<string>;
	/** For a function that is not public: https://cloud.google.com/run/docs/authenticating/service-to-service */
	readonly identity: (audience: string) => Promise<string>;
};

type Token = { readonly token: string; readonly expiresAt: number };

type Options = {
	readonly env: Environment;
	readonly now?: Cloud['now'];
	readonly way?: Exchange;
	readonly wait?: Cloud['wait'];
};

const service = 'metadata';
const folder = '/computeMetadata/v1/instance/service-accounts/default/';
const timeoutMillis = 3000;
const attempts = 4;
/** The metadata server gives a new token some minutes before the old one ends. */
const spareMillis = 120_000;

/** From the metadata server, which only the instance itself reaches: https://cloud.google.com/run/docs/container-contract#metadata-server */
export function createTokens({ env, now = Date.now, way = exchange, wait = setTimeout }: Options): Tokens {
	const origin = new URL(`http://${env.GCE_METADATA_HOST || 'metadata.google.internal'}`);
	const outgoing = (path: string) => ({
		...{ method: 'GET', path: folder + path, body: '', fresh: false },
		headers: { host: origin.host, 'metadata-flavor': 'Google' },
	});
	const read = async (path: string) => {
		const ask = async () => {
			try {
				const answer = await way(origin, outgoing(path), timeoutMillis);
				return answer.status === 200 ? answer : new ServiceError(service, 'refused', answer.status);
			} catch (error) {
				return unanswered(service, error);
			}
		};
		return (await askAgain(ask, { attempts, wait, isWorthAgain: mayPass })).body.toString();
	};
	const keep = keeping(now);
	return {
		access: () => keep('', async () => accessToken(await read('token'), now())),
		identity: (audience) => keep(audience, async () => identityToken(await read(`identity?audience=${encodeURIComponent(audience)}`))),
	};
}

/** Who asks while a token is on its way waits for that one. */
function keeping(now: Cloud['now']): (name: string, load: () => Promise<Token>) => Promise<string> {
	const kept = new Map<string, Promise<Token>>();
	return async (name, load) => {
		const known = kept.get(name);
		const token = await known;
		if (token && token.expiresAt - spareMillis > now()) return token.token;
		// Whoever waited for an old one as well may have begun to load by now.
		const current = kept.get(name);
		const loading = current && current !== known ? current : load();
		kept.set(name, loading);
		loading.catch(() => kept.get(name) === loading && kept.delete(name));
		return (await loading).token;
	};
}

function accessToken(text: string, now: number): Token {
	// Sound because the metadata server says so: https://cloud.google.com/compute/docs/access/authenticate-workloads#applications
	const { access_token: token, expires_in: seconds } = JSON.parse(text) as { readonly access_token: string; readonly expires_in: number };
	return { token, expiresAt: now + seconds * 1000 };
}

/** A JWT says itself when it expires. */
function identityToken(token: string): Token {
	const [, claims = ''] = token.split('.');
	const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly exp: number };
	return { token, expiresAt: exp * 1000 };
}
