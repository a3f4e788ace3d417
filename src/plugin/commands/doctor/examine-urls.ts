import { Mistake } from '../../mistake.ts';
import { baseUrl, publicBase } from '../base-url.ts';
import type { Desk } from '../desk.ts';
import { failureCode } from '../failure-code.ts';
import { postDelivery } from '../post-delivery.ts';
import { urlsOf } from '../urls.ts';
import { examineClock, type Reading } from './examine-clock.ts';
import type { Finding } from './finding.ts';

/** That of our own failures which what is not signed is answered with, by an endpoint that can read its secrets. */
const healthy = ['signature-invalid', 'credentials-invalid', 'address-not-allowed'];

/** Whether each URL is ours and could verify; and, by the time that the answers have, how this machine's clock goes. */
export async function examineUrls(desk: Desk): Promise<readonly Finding[]> {
	const unsafe = unsafeUrls(desk);
	if (desk.url === undefined && desk.hosts === undefined)
		return [...unsafe, { result: 'warn', what: 'urls', detail: 'nothing runs here', remedy: 'npm start in another terminal' }];
	const rows = urlsOf(desk.routes, (path) => baseUrl(path, undefined, desk));
	const probes = await Promise.all(rows.map(({ url }) => probe(url, desk)));
	const failed = probes.flatMap(({ finding }) => finding ?? []);
	const fine: Finding = { result: 'ok', what: 'urls', detail: `they refuse what is not signed: ${rows.length}` };
	const readings = probes.flatMap(({ reading }) => reading ?? []);
	return [...unsafe, ...(failed.length > 0 ? failed : [fine]), ...(desk.stage === undefined ? [] : examineClock(readings, desk))];
}

type Probe = { readonly finding?: Finding; readonly reading?: Reading };

const nothing = { headers: { 'content-type': 'application/json' }, rawBody: Buffer.alloc(0) };

/** Posts nothing, unsigned, as a stranger would. */
async function probe(url: string, desk: Desk): Promise<Probe> {
	const from = Date.now();
	try {
		const reply = await postDelivery(url, nothing, desk);
		const reading = { date: Date.parse(reply.headers.get('date') ?? ''), from, to: Date.now() };
		const code = failureCode(await reply.text());
		return { reading, ...(!healthy.includes(code) && { finding: unhealthy(url, reply.status, code) }) };
	} catch (error) {
		return { finding: { result: 'failed', what: url, detail: error instanceof Mistake ? error.message : 'its answer broke off' } };
	}
}

function unhealthy(what: string, status: number, code: string): Finding {
	if (code !== '') return { result: 'failed', what, detail: `it answers ${status} ${code}`, remedy: 'the log of its endpoint says why' };
	return {
		result: 'failed',
		what,
		detail: `it answers ${status}, and not as ours`,
		remedy: 'look at what stands before it, and at its path',
	};
}

/** Who signs a URL as a rule signs one that begins with https. */
function unsafeUrls(desk: Desk): readonly Finding[] {
	if (desk.stage === undefined && desk.publicUrl === undefined) return [];
	return desk.routes.routes.flatMap(({ path, source }): Finding[] => {
		if (path === undefined || desk.source(source).provider.scheme.covers.url !== true) return [];
		const base = publicBase(path, undefined, desk);
		if (base.startsWith('https://')) return [];
		const detail = `${desk.source(source).provider.name} signs its URL, which does not begin with https://`;
		return [{ result: 'warn', what: `${base}${path}`, detail, remedy: 'set WEBHOOK_PUBLIC_URL to what the sender posts to' }];
	});
}
