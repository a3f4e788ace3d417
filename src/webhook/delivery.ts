import { isUtf8 } from 'node:buffer';

/** Header names are lower case; a header that was sent more than once has its values joined by a comma, as API Gateway joins them. */
export type Headers = Readonly<Record<string, string>>;

/** One HTTP request from a source, with the exact bytes that it came with. */
export type Delivery = {
	readonly requestId: string;
	/** Milliseconds since the epoch, by the receiver's clock. */
	readonly receivedAt: number;
	/** Upper case. */
	readonly method: string;
	/** As sent, still percent-encoded, without the query. */
	readonly path: string;
	/** As sent, without the question mark; empty when there is none. */
	readonly query: string;
	/** What the sender was told to post to: `WEBHOOK_PUBLIC_URL` or the gateway's own name, with path and query. Never taken from a header. */
	readonly url: string;
	readonly headers: Headers;
	readonly rawBody: Buffer;
	/** The well-formed text that the platform handed over, and the bytes that were made of it: while those are the body, it need not be read from them again. */
	readonly text?: { readonly of: Buffer; readonly value: string } | undefined;
	/** The caller's address as the platform saw it, never a header that the sender can set. */
	readonly remoteAddress: string;
	/** The platform's own trace (https://www.w3.org/TR/trace-context/), never the sender's header: that one is not signed, so anybody could join anybody's trace. */
	readonly traceparent: string;
};

type Body = Pick<Delivery, 'rawBody' | 'text'>;

/** The text whose UTF-8 the body's bytes are, where it is at hand. */
function givenText({ rawBody, text }: Body): string | undefined {
	return text?.of === rawBody ? text.value : undefined;
}

/** What the body says in UTF-8; `undefined` where its bytes are none. */
export function bodyText(body: Body): string | undefined {
	return givenText(body) ?? (isUtf8(body.rawBody) ? body.rawBody.toString() : undefined);
}

/** What a digest of the body is made of: its text where that is at hand. The bytes are the same, but new to the processor's cache, and digesting a large body's takes up to twice as long. */
export function digestible(body: Body): string | Buffer {
	return givenText(body) ?? body.rawBody;
}

/** The media type of a delivery, lower case and without parameters; empty when the header is absent. */
export function mediaType(headers: Headers): string {
	const [type = ''] = (headers['content-type'] ?? '').split(';', 1);
	return type.trim().toLowerCase();
}
