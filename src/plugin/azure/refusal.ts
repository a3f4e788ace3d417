/** What Azure refused, with its own code and words. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	/** Such as `AuthorizationFailed`. */
	readonly code: string;
	readonly status: number;

	constructor(status: number, code: string, message: string) {
		super(message.replace(/\s+/g, ' ').trim());
		this.status = status;
		this.code = code;
	}
}

/** Of an answer's body: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations, and plain text from the publishing host. */
export function refusalOf(status: number, body: unknown): Refusal {
	const { code, message } = errorOf(body) ?? { code: String(status), message: typeof body === 'string' ? body.slice(0, 300) : '' };
	return new Refusal(status, code, message === '' ? code : message);
}

type ArmError = { readonly code: string; readonly message: string };

/** The innermost reason: what stands around it says only that something inside failed. */
export function errorOf(body: unknown): ArmError | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const { error = body } = body as { readonly error?: unknown };
	if (typeof error !== 'object' || error === null) return undefined;
	// Sound because each is looked at before it is used.
	const { code, message, details } = error as { readonly code?: unknown; readonly message?: unknown; readonly details?: unknown };
	if (typeof code !== 'string') return undefined;
	const inner = Array.isArray(details) ? details.map(errorOf).find((each) => each !== undefined) : undefined;
	return inner ?? { code, message: typeof message === 'string' ? message : '' };
}
