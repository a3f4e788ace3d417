import { ed25519 } from '../../src/schemes/ed25519.ts';
import { conforms } from './conformance.ts';
import { hexSpoilings } from './spoilings.ts';

const key = '7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa';

conforms({
	title: 'Ed25519 in hex',
	scheme: ed25519({ header: 'x-signature-ed25519', timestampHeader: 'x-signature-timestamp', tolerance: 300 }),
	signedHeaders: ['x-signature-timestamp'],
	timestampHeader: 'x-signature-timestamp',
	spoilings: hexSpoilings(''),
	malformedSecrets: [key.slice(2), `${key}00`, key.toUpperCase(), `${key} `, `0x${key}`, Buffer.from(key, 'hex').toString('base64')],
});
