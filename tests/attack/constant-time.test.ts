import { describe, expect, it } from '@jest/globals';
import type { Expression, Node, PrivateIdentifier } from 'acorn';
import { full } from 'acorn-walk';
import { readSources, type SourceFile, textOf } from '../syntax.ts';

/** The files that hold a secret, or what follows from one. */
const guarding = readSources().filter(
	({ file }) => file.startsWith('schemes/') || file.startsWith('handshakes/') || file === 'middleware/authenticate.ts',
);

const compares = new Set(['compare', 'endsWith', 'equals', 'includes', 'indexOf', 'lastIndexOf', 'localeCompare', 'search', 'startsWith']);
const operators = new Set(['===', '!==', '==', '!=', '<', '<=', '>', '>=']);

function isFixed(node: Expression | PrivateIdentifier): boolean {
	if (node.type === 'UnaryExpression') return node.operator === 'typeof' || isFixed(node.argument);
	return node.type === 'Literal' || (node.type === 'Identifier' && (node.name === 'undefined' || node.name === 'Infinity'));
}

/** Comparisons of two values that both are only known at run time. They stop at the first difference. */
function comparisonsOf(source: SourceFile): readonly string[] {
	const found: Node[] = [];
	full(source.tree, (node) => {
		if (node.type === 'BinaryExpression') {
			// Sound because the type says which node it is.
			const { operator, left, right } = node as Node & { operator: string; left: Expression; right: Expression };
			if (operators.has(operator) && !isFixed(left) && !isFixed(right)) found.push(node);
		}
		if (node.type === 'CallExpression') {
			const { callee, arguments: given } = node as Node & { callee: Expression; arguments: readonly Expression[] };
			const name = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
			if (compares.has(name) && given.some((each) => !isFixed(each))) found.push(node);
		}
	});
	return found.map((node) => textOf(source, node));
}

/** Each was looked at: neither side is a secret, or follows from one. */
const harmless: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	'handshakes/compute-field.ts': { 'textAt(body, when[0]) !== when[1]': 'what the sender sent, and a setting' },
	'handshakes/echo-field.ts': {
		'textAt(body, when[0]) !== when[1]': 'what the sender sent, and a setting',
		'headers[whenHeader[0]] !== whenHeader[1]': 'what the sender sent, and a setting',
	},
	'handshakes/visit-link.ts': { 'textAt(body, name) !== text': 'what the sender sent, and a setting' },
	'middleware/authenticate.ts': { "pair.toString('base64') === encoded": 'what the sender sent, with itself' },
	'handshakes/posted-ping.ts': { 'mediaType(headers) === contentType': 'what the sender sent, and a setting' },
	'schemes/by-secret.ts': { 'secret.startsWith(prefix)': 'our own secret and a setting; no sender has a part in it' },
	'schemes/certified-key.ts': {
		'Date.parse(validFrom) <= time': 'a time',
		'certificates.length > mostCertificates': 'a count',
		'each !== issuer': 'certificates, which are public',
		'rule.names.includes(nameOf(leaf))': 'names in certificates, which are public',
		'time <= Date.parse(validTo)': 'a time',
	},
	'schemes/hook0-signature.ts': {
		'texts.length > mostItems': 'a count',
		'items.size !== texts.length': 'a count',
		'list.length > mostNames': 'a count',
		'new Set(list).size !== list.length': 'a count',
	},
	'schemes/appended-secret.ts': { 'digestLength[each] === given?.length': 'a length' },
	'schemes/canonical-request.ts': {
		"(names[index - 1] ?? '') < name": 'names of headers',
		'name !== header': 'names of headers',
		'name.startsWith(prefix)': 'names of headers',
		'names.includes(listHeader)': 'names of headers',
		'names.includes(timeHeader)': 'names of headers',
	},
	'schemes/clock.ts': { 'age > tolerance * 1000': 'a time', 'age < -tolerance * 1000': 'a time' },
	'schemes/decode.ts': { 'bytes.length !== length': 'a length', 'encode(bytes, encoding) === text': 'what the sender sent, with itself' },
	'schemes/fields-hmac.ts': { 'values.length !== items.length': 'a count' },
	'schemes/hmac.ts': { 'a.length === b.length': 'the length of a digest' },
	'schemes/key-reader.ts': { 'keys.size === limit': 'a count' },
	'schemes/der-keys.ts': {
		"key.export({ format: 'der', type }).toString('base64') === secret": 'our own key, with itself; no sender has a part in it',
	},
	'schemes/read-form.ts': { 'items.length > mostFields': 'a count' },
	'schemes/hmac-signature.ts': {
		'content.hasTime !== (time !== undefined)': 'settings',
		"delivery.rawBody.toString('latin1', 0, begins.length) !== begins": 'what the sender sent, and a setting',
	},
	'schemes/public-key-signature.ts': { 'content.hasTime !== (time !== undefined)': 'settings' },
	'schemes/published-key.ts': { "valueAt(each, 'kid') === id": 'the ids of public keys' },
	'schemes/read-signatures.ts': {
		'item.startsWith(`${name}=`)': 'what the sender sent, and a setting',
		'Object.keys(items).length !== Object.keys(list.items).length': 'a count',
		'item.startsWith(list.time)': 'what the sender sent, and a setting',
		'item.startsWith(prefix)': 'what the sender sent, and a setting',
		'signatures.length === most': 'a count',
		'texts.length > mostLists': 'a count',
		'each.equals(bytes)': 'what the sender sent, with itself',
		'(time === undefined) !== (list.time === undefined)': 'whether there is a time, and a setting',
	},
	'schemes/signed-form-field.ts': {
		'items.length > mostSignatures': 'a count',
		'pair.name === name': 'what the sender sent, and our public key',
	},
	'schemes/signed-content.ts': { 'part !== digestible': 'settings', 'pieces.includes(`{${name}}`)': 'settings' },
	'schemes/signed-token.ts': {
		'exp <= now - leeway': 'a time',
		'nbf > now + leeway': 'a time',
		'value.startsWith(prefix)': 'what the sender sent, and a setting',
	},
	'schemes/stated-secret.ts': { 'names.includes(name)': 'kinds of keys', 'parts.length > patterns.length': 'a count' },
	'schemes/token-head.ts': { 'each === named': 'the names of algorithms' },
	'schemes/token-keys.ts': { 'kinds[each] === name': 'kinds of keys' },
	'schemes/token-place.ts': { 'value.startsWith(prefix)': 'what the sender sent, and a setting' },
	'schemes/standard-webhooks.ts': {
		'secret.startsWith(form)': 'our own secret and a setting; no sender has a part in it',
		'signatures.length === maxSignatures': 'a count',
		'signature.version === version': 'the name of a version',
	},
	'schemes/url-form-hmac.ts': {
		'digest === bodyDigest(delivery.rawBody)': 'what the sender sent, with itself: the digest has no key',
		'item.startsWith(`${digestParameter}=`)': 'the name of a parameter',
	},
};

describe.each(guarding.map((source) => [source.file, source] as const))('%s', (file, source) => {
	it('compares nothing that follows from a secret in a time that tells where it differs', () => {
		expect([...new Set(comparisonsOf(source))].sort()).toEqual(Object.keys(harmless[file] ?? {}).sort());
	});
});

const verifying = guarding.filter(({ file, text }) => /\bverify: \(/.test(text) || file === 'middleware/authenticate.ts');
it.each(verifying.map(({ file, text }) => [file, text] as const))(
	'%s compares by timingSafeEqual, or by the verify of node:crypto',
	(_, text) => {
		expect(text).toMatch(/\b(sameBytes|verify|timingSafeEqual)\(/);
	},
);

it('what the schemes compare by is timingSafeEqual and verify of node:crypto', () => {
	const textOfFile = (name: string) => guarding.find(({ file }) => file === name)?.text ?? '';

	expect(textOfFile('schemes/hmac.ts')).toMatch(
		/function sameBytes\([^)]*\)\s*\{\s*return a\.length === b\.length && timingSafeEqual\(a, b\);/,
	);
	expect(textOfFile('schemes/public-key-signature.ts')).toMatch(/import \{[^}]*\bverify\b[^}]*\} from 'node:crypto'/);
});
