import { camelCase } from '../camel-case.ts';

/** The code of a scheme in a descriptor that is still to be written. A line `// ?` asks, and the line below it is the answer. */
type Skeleton = { readonly imports: readonly string[]; readonly lines: readonly string[] };

const importOf = (scheme: string) => `import { ${camelCase(scheme)} } from '../schemes/${scheme}.ts';`;

const signs = [
	'// ? What is signed, in which order? {body}, {time}, {url}, {method}, {header:<name>}, with the texts between them.',
	"signs: '{body}',",
	"// ? Is a time signed, in which header, how old may it be in seconds? time: { header: 'x-time', tolerance: 300 }; nothing where none is.",
];
const encoding = ['// ? How is the signature written: hex, base64 or base64url?', "encoding: 'hex',"];

/** The schemes that a new descriptor may begin with. */
export const schemeQuestions: Readonly<Record<string, Skeleton>> = {
	'hmac-signature': {
		imports: [importOf('hmac-signature')],
		lines: [
			'scheme: hmacSignature({',
			'\t// ? Which header holds the signature, in lower case?',
			"\theader: '?',",
			'\t// ? What stands before the signature in it, such as sha256=? Nothing: take the line away.',
			"\tprefix: '?',",
			'\t// ? Which algorithm: sha1, sha256 or sha512?',
			"\talgorithm: 'sha256',",
			...[...encoding, ...signs].map((line) => `\t${line}`),
			'}),',
		],
	},
	'shared-token': {
		imports: [importOf('shared-token')],
		lines: [
			'scheme: sharedToken({',
			"\t// ? Where is the token? header: 'x-token' (in lower case), query: 'token', or body: ['token'].",
			"\theader: '?',",
			'}),',
		],
	},
	'basic-auth': { imports: [importOf('basic-auth')], lines: ['scheme: basicAuth(),'] },
	'standard-webhooks': {
		imports: [importOf('standard-webhooks')],
		lines: [
			'scheme: standardWebhooks({',
			'\t// ? What do its three headers begin with: webhook (-id, -timestamp, -signature), or svix?',
			"\tprefix: '?',",
			'\t// ? For how many seconds is a signature good?',
			'\ttolerance: 300,',
			'}),',
		],
	},
	'public-key-signature': {
		imports: [importOf('ed25519-keys'), importOf('public-key-signature')],
		lines: [
			'scheme: publicKeySignature({',
			'\t// ? Which header holds the signature, in lower case?',
			"\theader: '?',",
			...[...encoding, ...signs].map((line) => `\t${line}`),
			"\t// ? Of which kind is the key: ed25519Keys('hex'), derKeys('ecdsa-p256') or another of src/schemes?",
			"\tkeys: ed25519Keys('hex'),",
			'}),',
		],
	},
};
