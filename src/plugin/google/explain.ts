import { Refusal } from './refusal.ts';

/** https://docs.cloud.google.com/apis/design/errors#error_model, and what Cloud Storage has instead. */
type Body = {
	readonly error?: {
		readonly message?: string;
		readonly status?: string;
		readonly details?: readonly { readonly reason?: string; readonly metadata?: Readonly<Record<string, string>> }[];
		readonly errors?: readonly { readonly reason?: string }[];
	};
};

type Asked = { readonly service: string; readonly project: string };

/** From an answer that is no success to one line that says what can be done about it. */
export function explain(status: number, body: unknown, { service, project }: Asked): Refusal {
	const { message = '', status: code = String(status), details = [], errors = [] } = readBody(body);
	const reasons = [...details, ...errors].map(({ reason = '' }) => reason);
	const said = oneLine(message);
	const refuse = (line: string, as = code) => new Refusal(line, as, status);
	if (status === 401) return refuse('Google does not know these credentials, or they have expired: gcloud auth application-default login');
	if (reasons.some((reason) => /^(SERVICE_DISABLED|accessNotConfigured)$/.test(reason)))
		return refuse(
			`${service}.googleapis.com is not enabled in ${project}: gcloud services enable ${service}.googleapis.com --project ${project}`,
			'SERVICE_DISABLED',
		);
	if (reasons.includes('USER_PROJECT_DENIED'))
		return refuse('the credentials may not use their quota project: they need roles/serviceusage.serviceUsageConsumer on it');
	if (/quota project/i.test(message))
		return refuse(`the credentials have no quota project: gcloud auth application-default set-quota-project ${project}`);
	if (/permitted customer/i.test(message))
		return refuse(
			`the organization lets nobody in from outside (iam.allowedPolicyMemberDomains): ${project} needs an exception for its endpoints`,
		);
	if (status === 403) return refuse(denied(said, details, service));
	return refuse(`${service}: ${said === '' ? code : `${said} (${code})`}`);
}

/** The permission by its name, so that it can be looked up in a role. */
function denied(said: string, details: NonNullable<NonNullable<Body['error']>['details']>, service: string): string {
	const named = details.find(({ metadata }) => metadata?.permission)?.metadata?.permission;
	const [, quoted, had] = /Permission '([\w.]+)'|have ([\w.]+) access/.exec(said) ?? [];
	const permission = named ?? quoted ?? had;
	if (permission === undefined) return `Google does not let these credentials do that on ${service}: ${said || 'no reason given'}`;
	return `Google does not let these credentials do that: they need ${permission} (a role with it, on the project)`;
}

export function unreached(error: unknown, service: string): Refusal {
	const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no answer';
	return new Refusal(`${service}.googleapis.com can not be reached (${code}): look at the network`, code, 0);
}

/** From what google-auth-library throws: some of it has a stack and several lines. */
export function withoutCredentials(error: unknown): Refusal {
	const said = error instanceof Error ? error.message : String(error);
	const line = /could not load the default credentials/i.test(said)
		? 'there are no Google credentials: gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS'
		: /invalid_grant|invalid_rapt|reauth/i.test(said)
			? 'the Google credentials have expired: gcloud auth application-default login'
			: `there are no Google credentials: ${oneLine(said)}`;
	return new Refusal(line, 'UNAUTHENTICATED', 0);
}

function readBody(body: unknown): NonNullable<Body['error']> {
	if (typeof body !== 'object' || body === null || !('error' in body)) return {};
	const { error } = body;
	// Sound because each field is looked at before it is used, and the model says what they are.
	return typeof error === 'object' && error !== null ? (error as NonNullable<Body['error']>) : { message: String(error) };
}

const longest = 300;

function oneLine(text: string): string {
	return text
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim()
		.slice(0, longest);
}
