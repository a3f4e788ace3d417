import { setTimeout } from 'node:timers/promises';
import { jitter } from '../../clouds/ask-again.ts';
import { Mistake } from '../mistake.ts';
import { explain, unreached, withoutCredentials } from './explain.ts';
import { post, upload } from './post.ts';
import { Refusal } from './refusal.ts';

export type Json = Readonly<Record<string, unknown>>;

export type Request = {
	/** Of `<service>.googleapis.com`. */
	readonly service: string;
	readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	readonly path: string;
	readonly query?: Readonly<Record<string, string | readonly string[]>>;
	readonly body?: unknown;
};

/** Everything that the plugin asks of Google. */
export type Google = {
	/** @throws {Refusal} when it is refused, or can't be asked */
	readonly call: (request: Request) => Promise<Json>;
	/** To a URL that carries its own right. */
	readonly upload: (url: string, bytes: Buffer) => Promise<void>;
	/** Posts to a function that is not public, as whoever runs the command. */
	readonly invoke: (url: string, path: string, payload: unknown) => Promise<{ readonly status: number; readonly body: string }>;
	/** For the ports, which send it themselves. */
	readonly token: () => Promise<string>;
};

type Environment = Readonly<Record<string, string | undefined>>;
type Options = { readonly project: string; readonly env?: Environment; readonly wait?: (milliseconds: number) => Promise<unknown> };

const attempts = 4;

/**
 * Google as the official library signs in to it: https://docs.cloud.google.com/docs/authentication/application-default-credentials. With
 * WEBHOOK_ACCESS_TOKEN it signs in nowhere, and WEBHOOK_ENDPOINT_<SERVICE> leads elsewhere: so tests do without an account.
 */
export function createGoogle({ project, env = process.env, wait = setTimeout }: Options): Google {
	const auth = authOf(env);
	const call = async ({ service, method = 'GET', path, query = {}, body }: Request): Promise<Json> => {
		const base = env[`WEBHOOK_ENDPOINT_${service.toUpperCase()}`] ?? `https://${service}.googleapis.com`;
		const url = Object.assign(new URL(`${base}/${path}`), { search: searchOf(query) });
		const client = await auth.client();
		for (let attempt = 1; ; attempt += 1) {
			const answer = await client
				.request({ url: url.href, method, ...(body !== undefined && { data: body }), ...options })
				.catch((error: unknown) => signedOut(error) ?? unreached(error, service));
			if (!(answer instanceof Refusal) && answer.status < 300) return readJson(answer.data);
			const refusal = answer instanceof Refusal ? answer : explain(answer.status, readJson(answer.data), { service, project });
			if (attempt >= attempts || !mayPass(refusal)) throw refusal;
			await wait(10 * jitter(attempt));
		}
	};
	return { call, upload, invoke: async (url, path, payload) => post(await auth.idToken(url), url + path, payload), token: auth.token };
}

/** The status is ours to look at; and nothing is sent again behind our back. */
const options = { validateStatus: () => true, retry: false, responseType: 'text', timeout: 60_000 } as const;

function searchOf(query: NonNullable<Request['query']>): string {
	return new URLSearchParams(
		Object.entries(query).flatMap(([key, value]) => [value].flat().map((each): [string, string] => [key, each])),
	).toString();
}

function authOf(env: Environment) {
	const token = env.WEBHOOK_ACCESS_TOKEN;
	const library = load().then(({ GoogleAuth, OAuth2Client }) => {
		if (token === undefined) return new GoogleAuth({ scopes: ['https://www.googleapis.com/auth/cloud-platform'] });
		const client = new OAuth2Client();
		client.setCredentials({ access_token: token });
		return new GoogleAuth({ authClient: client });
	});
	// Whoever asks is told.
	library.catch(() => {});
	const signIn = async <Result>(how: (auth: Awaited<typeof library>) => Promise<Result>) => {
		const loaded = await library;
		return await how(loaded).catch((error: unknown) => {
			throw withoutCredentials(error);
		});
	};
	return {
		client: () => signIn((auth) => auth.getClient()),
		token: () => signIn(async (auth) => (await auth.getAccessToken()) ?? ''),
		idToken: (audience: string) =>
			token !== undefined
				? Promise.resolve(token)
				: signIn(async (auth) => (await auth.getIdTokenClient(audience)).idTokenProvider.fetchIdToken(audience)),
	};
}

async function load() {
	try {
		return await import('google-auth-library');
	} catch {
		throw new Mistake('to work with Google, npm install --save-dev google-auth-library');
	}
}

const longAgo = /could not load the default credentials|invalid_grant|invalid_rapt|reauth/i;

function signedOut(error: unknown): Refusal | undefined {
	return error instanceof Error && longAgo.test(error.message) ? withoutCredentials(error) : undefined;
}

function mayPass({ code, status }: Refusal): boolean {
	return (status === 0 && code !== 'UNAUTHENTICATED') || status === 429 || status >= 500;
}

function readJson(data: unknown): Json {
	const text = typeof data === 'string' ? data : '';
	try {
		// Sound because Google's APIs answer with objects, and every field is looked at where it is used.
		return text === '' ? {} : (JSON.parse(text) as Json);
	} catch {
		return { error: { message: text.slice(0, 200) } };
	}
}
