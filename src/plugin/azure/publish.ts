import { Mistake } from '../mistake.ts';
import type { Ask, Clients } from './clients.ts';
import { Refusal } from './refusal.ts';
import { groupPath, listAll, type Target, versions } from './target.ts';

type Site = { readonly properties: { readonly hostNameSslStates?: readonly { readonly name: string; readonly hostType: string }[] } };
type Status = { readonly status?: number; readonly status_text?: string };

/** Of the publishing host: https://github.com/projectkudu/kudu/blob/master/Kudu.Contracts/Deployment/DeployStatus.cs */
const failed = 3;
const succeeded = 4;
const pollMillis = 2_000;
const mostPolls = 150;
/** A new identity is known everywhere a minute or two after it has got its roles. */
const attempts = 12;
const pauseMillis = 10_000;

const sitePath = (target: Target, site: string) => `${groupPath(target)}/providers/Microsoft.Web/sites/${site}`;

/** Gives an app its zip, and waits until the host has found its functions in it. */
export async function publish(
	clients: Clients,
	target: Target,
	{ site, zip }: { readonly site: string; readonly zip: Buffer },
): Promise<void> {
	const scm = clients.scm(await publishingHost(clients.arm, target, site));
	for (let attempt = 1; ; attempt += 1) {
		const failure = await publishOnce(scm, clients.wait, zip);
		if (failure === undefined) break;
		if (attempt === attempts || !isWorthAgain(failure)) throw failure;
		await clients.wait(pauseMillis);
	}
	await foundFunctions(clients, target, site);
}

async function publishingHost(arm: Ask, target: Target, site: string): Promise<string> {
	// Sound because the API says so: https://learn.microsoft.com/en-us/rest/api/appservice/web-apps/get
	const { properties } = (await arm({ path: `${sitePath(target, site)}?api-version=${versions.web}` })).body as Site;
	const host = properties.hostNameSslStates?.find(({ hostType }) => hostType === 'Repository')?.name;
	if (host === undefined) throw new Mistake(`${site} has no host to publish to: deploy again`);
	return host;
}

/** https://learn.microsoft.com/en-us/azure/azure-functions/functions-deployment-technologies#one-deploy. A deployment that failed is answered 200, too: what counts is in the body. */
async function publishOnce(scm: Ask, wait: Clients['wait'], zip: Buffer): Promise<Refusal | undefined> {
	try {
		const { body } = await scm({ method: 'POST', path: '/api/publish?RemoteBuild=false', body: zip });
		const id = typeof body === 'string' && body !== '' ? body.replaceAll('"', '') : 'latest';
		for (let poll = 0; poll < mostPolls; poll += 1) {
			const { status, status_text: text = '' } = ((await scm({ path: `/api/deployments/${id}` })).body ?? {}) as Status;
			if (status === succeeded) return undefined;
			if (status === failed) return new Refusal(200, codeIn(text), `the host could not take the zip: ${text || 'no reason given'}`);
			await wait(pollMillis);
		}
		return new Refusal(200, 'Timeout', 'the host did not take the zip in time: deploy again');
	} catch (error) {
		if (error instanceof Refusal) return error;
		throw error;
	}
}

function codeIn(text: string): string {
	return /BlobUploadFailed\w*/.exec(text)?.[0] ?? 'PublishFailed';
}

/** While roles spread, while another publication runs, and while the publishing host starts. */
function isWorthAgain({ status, code, message }: Refusal): boolean {
	return [0, 403, 404, 409, 502, 503].includes(status) || /BlobUploadFailed/.test(code + message);
}

/** The host says that a zip is there even when nothing in it can be loaded; then it finds no function. */
async function foundFunctions({ arm, wait }: Clients, target: Target, site: string): Promise<void> {
	for (let poll = 0; poll < attempts; poll += 1) {
		const functions = await listAll(arm, `${sitePath(target, site)}/functions?api-version=${versions.web}`);
		if (functions.length > 0) return;
		await wait(pauseMillis);
	}
	throw new Mistake(`${site} has the zip, but its host finds no function in it: look at its logs in the portal`);
}
