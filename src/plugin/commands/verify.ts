import { joinHeaders } from '../../clouds/join-headers.ts';
import { readTarget } from '../../clouds/read-target.ts';
import type { Delivery } from '../../webhook/delivery.ts';
import { type Explanation, explain } from '../explain-delivery.ts';
import { Mistake } from '../mistake.ts';
import { readRequest, readSaved, type SavedRequest } from '../saved/read-request.ts';
import { unexplained } from '../unexplained.ts';
import { publicBase } from './base-url.ts';
import type { Desk } from './desk.ts';
import { table } from './event-line.ts';
import { readSince } from './read-filter.ts';

type Options = { readonly source?: string; readonly file?: string; readonly at?: string; readonly json?: boolean };

/** `sls webhook verify`: whether a saved request would be believed, step by step, and if not, why. Exit code 1 where it would not. */
export async function verify({ source: name, file, at, json = false }: Options, desk: Desk): Promise<void> {
	const sender = desk.source(name);
	if (file === undefined) throw new Mistake('--file: say which file holds the request, or - for standard input');
	const now = Date.now();
	const receivedAt = at === undefined ? now : readSince(at, now, '--at');
	const request = readRequest(await readSaved(file));
	const explanation = await explain(asDelivery(request, receivedAt, { source: sender.source.name, desk }), sender, desk);
	if (json) desk.print(JSON.stringify(explanation));
	else for (const line of describe(explanation, request)) desk.print(line);
	if (!explanation.accepted) process.exitCode = 1;
}

/** As the gateway would have it: what the sender was told to post to is not in the request. */
function asDelivery(request: SavedRequest, receivedAt: number, { source, desk }: { source: string; desk: Desk }): Delivery {
	const own = desk.routes.routes.find((route) => route.source === source && route.path !== undefined)?.path ?? '/';
	const { path, query } = readTarget(request.target ?? own);
	return {
		requestId: '',
		receivedAt,
		method: request.method,
		path,
		query,
		url: `${publicBase(path, undefined, desk)}${path}${query && `?${query}`}`,
		headers: joinHeaders(request.headers),
		rawBody: request.body,
		remoteAddress: '',
		traceparent: '',
	};
}

function* describe(
	{ steps, accepted, code, detail, secret, diagnosis }: Explanation,
	{ headers, body, stripped }: SavedRequest,
): Generator<string> {
	yield table([['STEP', 'OUTCOME', 'DETAIL'], ...steps.map((step) => [step.name, step.outcome, step.detail])]);
	const said = joinHeaders(headers)['content-length'];
	if (said !== undefined && Number(said) !== body.length)
		yield `The body has ${body.length} bytes here, and content-length says ${said}: an editor may have changed it.`;
	if (accepted) {
		yield secret === undefined ? 'It would be answered.' : `It would be accepted: the ${secret} secret fits.`;
		return;
	}
	yield `It would be refused: ${code} (${detail}).`;
	if (stripped && code === 'signature-invalid')
		yield 'curl takes the line breaks out of a file after -d: write --data-binary, if the sender signed them.';
	if (diagnosis?.signedAt !== undefined) {
		yield `The signature is right, and only the time is not: ${diagnosis.detail}.`;
		yield `A saved request is old by nature: add --at ${new Date(diagnosis.signedAt).toISOString()} to look at it as when it came.`;
	} else if (diagnosis) {
		yield `${diagnosis.proved ? 'Found' : 'Suspected'}: ${diagnosis.title} (${diagnosis.code}: ${diagnosis.detail})`;
		yield `What to do: ${diagnosis.remedy}`;
	} else if (code === 'signature-invalid') yield unexplained[detail ?? ''] ?? unexplained['signature-mismatch'] ?? '';
}
