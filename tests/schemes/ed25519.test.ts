import { ed25519Keys } from '../../src/schemes/ed25519-keys.ts';
import { publicKeySignature } from '../../src/schemes/public-key-signature.ts';
import { conforms } from './conformance.ts';
import { hexSpoilings } from './spoilings.ts';

const key = '7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa';

conforms({
	title: 'Ed25519 in hex',
	scheme: publicKeySignature({
		header: 'x-signature-ed25519',
		signs: '{time}{body}',
		encoding: 'hex',
		time: { header: 'x-signature-timestamp', tolerance: 300 },
		keys: ed25519Keys('hex'),
	}),
	signedHeaders: ['x-signature-timestamp'],
	timestampHeader: 'x-signature-timestamp',
	spoilings: hexSpoilings(''),
	malformedSecrets: [key.slice(2), `${key}00`, key.toUpperCase(), `${key} `, `0x${key}`, Buffer.from(key, 'hex').toString('base64')],
});
