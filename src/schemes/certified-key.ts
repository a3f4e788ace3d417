import { type KeyObject, X509Certificate } from 'node:crypto';
import { derNameOf } from './der-keys.ts';

export type CertificateRule = {
	/** What its subject may be called. */
	readonly names: readonly string[];
	/** Milliseconds since the epoch. */
	readonly receivedAt: number;
	/** In PEM. A file that holds issuers has to lead to one of them; for one without, the connection to the sender's own host has to do. */
	readonly roots: readonly string[];
};

/** Nobody needs more to get to a root. */
const mostCertificates = 6;

/**
 * The RSA key of the first certificate of a file in PEM, if that is valid at the time, and issued by who may. `undefined` otherwise. Never throws. A revoked
 * certificate is not known as such: the sender would have to publish it still.
 */
export function certifiedKey(pem: string, rule: CertificateRule): KeyObject | undefined {
	const certificates = readAll(pem);
	const [leaf, ...others] = certificates;
	if (leaf === undefined || certificates.length > mostCertificates) return undefined;
	if (!rule.names.includes(nameOf(leaf)) || !isValidAt(leaf, rule.receivedAt)) return undefined;
	if (others.length > 0 && !leadsToRoot(leaf, others, rule)) return undefined;
	return derNameOf(leaf.publicKey) === 'rsa' ? leaf.publicKey : undefined;
}

function readAll(pem: string): readonly X509Certificate[] {
	const texts = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----/g) ?? [];
	try {
		return texts.slice(0, mostCertificates + 1).map((text) => new X509Certificate(text));
	} catch {
		return [];
	}
}

/** One attribute a line; what breaks lines in a name is escaped. */
function nameOf({ subject }: X509Certificate): string {
	const names = subject.split('\n').filter((line) => line.startsWith('CN='));
	return names.length === 1 ? names.join('').slice(3) : '';
}

function isValidAt({ validFrom, validTo }: X509Certificate, time: number): boolean {
	return Date.parse(validFrom) <= time && time <= Date.parse(validTo);
}

function leadsToRoot(certificate: X509Certificate, others: readonly X509Certificate[], rule: CertificateRule): boolean {
	const isIssuer = (each: X509Certificate) =>
		each.ca && isValidAt(each, rule.receivedAt) && certificate.checkIssued(each) && certificate.verify(each.publicKey);
	if (rule.roots.some((root) => isIssuer(new X509Certificate(root)))) return true;
	const issuer = others.find(isIssuer);
	if (issuer === undefined) return false;
	return leadsToRoot(
		issuer,
		others.filter((each) => each !== issuer),
		rule,
	);
}
