import type { Mutant } from './mutant.ts';

const schemes = ['tests/schemes', 'tests/attack/flood.test.ts'];
const attacks = ['canary', 'flood', 'identity', 'same-reply'].map((name) => `tests/attack/${name}.test.ts`);
const chain = ['tests/middleware', 'tests/receive.test.ts', ...attacks];

/** Who is believed. */
export const verification: readonly Mutant[] = [
	{
		without: 'the comparison of signatures',
		file: 'src/schemes/hmac.ts',
		find: 'return a.length === b.length && timingSafeEqual(a, b);',
		replace: 'return true;',
		by: schemes,
	},
	{
		without: 'constant time in comparing signatures',
		file: 'src/schemes/hmac.ts',
		find: 'return a.length === b.length && timingSafeEqual(a, b);',
		replace: 'return a.length === b.length && a.equals(b);',
		by: ['tests/attack/constant-time.test.ts'],
	},
	{
		without: 'the bound of old timestamps',
		file: 'src/schemes/check-timestamp.ts',
		find: "if (age > tolerance) return 'timestamp-stale';",
		replace: '',
		by: schemes,
	},
	{
		without: 'the bound of timestamps ahead',
		file: 'src/schemes/check-timestamp.ts',
		find: "if (age < -tolerance) return 'timestamp-future';",
		replace: '',
		by: schemes,
	},
	{
		without: 'the one spelling of a timestamp',
		file: 'src/schemes/check-timestamp.ts',
		find: '/^[1-9][0-9]{0,11}$/',
		replace: '/^\\s*[0-9.e+-]+$/',
		by: schemes,
	},
	{
		without: 'the one spelling of hex and base64',
		file: 'src/schemes/decode.ts',
		find: 'return bytes.toString(encoding) === text ? bytes : undefined;',
		replace: 'return bytes;',
		by: schemes,
	},
	{
		without: 'the length of a digest',
		file: 'src/schemes/decode.ts',
		find: 'if (length !== undefined && bytes.length !== length) return undefined;',
		replace: '',
		by: schemes,
	},
	{
		without: 'refusing where there is no secret',
		file: 'src/schemes/read-keys.ts',
		find: 'if (secrets.length === 0)',
		replace: 'if (false)',
		by: schemes,
	},
	{
		without: 'refusing a blank secret',
		file: 'src/schemes/key-reader.ts',
		find: "if (secret.trim() === '')",
		replace: 'if (false)',
		by: schemes,
	},
	{
		without: 'refusing a second timestamp in one header',
		file: 'src/schemes/timestamped-hmac.ts',
		find: "(name === 't' && timestamp !== undefined)",
		replace: 'false',
		by: schemes,
	},
	{
		without: 'the timestamp in what Stripe signs',
		file: 'src/schemes/timestamped-hmac.ts',
		// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a file.
		find: "const expected = hmac('sha256', each, `${parts.timestamp}.`, delivery.rawBody);",
		replace: "const expected = hmac('sha256', each, '', delivery.rawBody);",
		by: schemes,
	},
	{
		without: 'the body in what is signed with a private key',
		file: 'src/schemes/public-key-signature.ts',
		find: 'return verify(digest, Buffer.concat([Buffer.from(head), body]), key, signature);',
		replace: 'return verify(digest, Buffer.concat([Buffer.from(head), body.subarray(0, 1)]), key, signature);',
		by: schemes,
	},
	{
		without: 'the bound on signatures in a header',
		file: 'src/schemes/standard-webhooks.ts',
		find: 'const maxSignatures = 8;',
		replace: 'const maxSignatures = 1e9;',
		by: schemes,
	},
	{
		without: 'the full stop that an id may not have',
		file: 'src/schemes/standard-webhooks.ts',
		find: "if (!signatures || id.includes('.'))",
		replace: 'if (!signatures)',
		by: schemes,
	},
	{
		without: 'the bound on fields of a signed form',
		file: 'src/schemes/read-form.ts',
		find: 'if (items.length > mostFields) return undefined;',
		replace: '',
		by: schemes,
	},
	{
		without: 'the digest of a body that is no form',
		file: 'src/schemes/url-form-hmac.ts',
		find: "digests.length === 1 && digest === bodyDigest(delivery.rawBody) ? '' : undefined",
		replace: "''",
		by: schemes,
	},
	{
		without: 'refusing without a signature header',
		file: 'src/middleware/verify-signature.ts',
		find: 'if (doubt) return refuse(event, doubt.code, doubt.detail);',
		replace: "if (doubt && doubt.detail !== 'signature-missing') return refuse(event, doubt.code, doubt.detail);",
		by: chain,
	},
	{
		without: 'failing closed where the secrets can not be reached',
		file: 'src/middleware/verify-signature.ts',
		find: 'if (values === undefined) return unreachable;',
		replace: 'if (values === undefined) return undefined;',
		by: chain,
	},
	{
		without: 'the 503 of a receiver without a secret',
		file: 'src/middleware/verify-signature.ts',
		find: "if (values.length === 0) return { code: 'secret-unusable', detail: 'no secret is set', old: true };",
		replace: "if (values.length === 0) return { code: 'signature-invalid', detail: 'no secret is set', old: true };",
		by: chain,
	},
	{
		without: 'blank secrets not counting',
		file: 'src/middleware/read-secrets.ts',
		find: "value !== undefined && value.trim() !== ''",
		replace: 'value !== undefined',
		by: chain,
	},
	{
		without: 'the previous secret while one rotates',
		file: 'src/middleware/read-secrets.ts',
		// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a file.
		find: 'await Promise.all([secrets.get(name), secrets.get(`${name}_PREVIOUS`)])',
		replace: '[await secrets.get(name)]',
		by: chain,
	},
	{
		without: 'reading a secret anew after a mismatch',
		file: 'src/middleware/verify-signature.ts',
		find: 'if (doubt?.old) {',
		replace: 'if (false as boolean && doubt) {',
		by: chain,
	},
	{
		without: 'verifying before parsing',
		file: 'src/receive.ts',
		find: '	verifySignature(on.cloud.secrets),\n	parseBody(on),',
		replace:
			'	{ before: async ({ event }) => void Object.assign(event, { verified: event.delivery, body: JSON.parse(String(event.delivery.rawBody)) }) },\n	verifySignature(on.cloud.secrets),\n	parseBody(on),',
		by: ['tests/receive.test.ts', 'tests/verify-before-parse.test.ts'],
	},
	{
		without: 'authentication where the source asks for it',
		file: 'src/receive.ts',
		find: '	authenticate(on.cloud.secrets),\n',
		replace: '',
		by: chain,
	},
	{
		without: 'constant time in comparing credentials',
		file: 'src/middleware/authenticate.ts',
		find: 'timingSafeEqual(digest(value), digest(given))',
		replace: 'value === given',
		by: ['tests/attack/constant-time.test.ts'],
	},
	{
		without: 'failing closed without a value for credentials',
		file: 'src/middleware/authenticate.ts',
		// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a file.
		find: "if (expected.length === 0) return refuse(passage, 'secret-unusable', `${kind}: no value is set`);",
		replace: 'if (expected.length === 0) return undefined;',
		by: chain,
	},
	{
		without: 'address ranges',
		file: 'src/middleware/authenticate.ts',
		find: 'if (ips && !inRanges(remoteAddress, ips))',
		replace: 'if (false)',
		by: chain,
	},
];
