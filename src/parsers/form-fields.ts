import httpUrlencodeBodyParser from '@middy/http-urlencode-body-parser';
import { runParser } from './run-parser.ts';

// The descriptor has chosen by media type already.
const { before } = httpUrlencodeBodyParser({ disableContentTypeCheck: true });

/** The decoded fields of a form: an object without prototype; a field that is there more than once is a list. */
export function formFields(body: string): Readonly<Record<string, unknown>> {
	// Sound because Middy's parser of forms returns what `querystring` does, at once.
	return runParser(before, { headers: {}, body, isBase64Encoded: false }) as Readonly<Record<string, unknown>>;
}
