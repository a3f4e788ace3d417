import type { FailureCode } from '../../webhook/failure.ts';
import type { Provider } from '../../webhook/provider.ts';
import type { Source } from '../../webhook/source.ts';
import type { Step } from './api.ts';

/** What every delivery passes, in the order of receive.ts, and the codes with which each step refuses. */
const steps: readonly { readonly name: string; readonly codes: readonly FailureCode[] }[] = [
	{ name: 'URL', codes: ['source-unknown'] },
	{ name: 'address', codes: ['address-not-allowed'] },
	{ name: 'method', codes: ['method-not-allowed'] },
	{ name: 'size', codes: ['body-too-large'] },
	{ name: 'credentials', codes: ['credentials-invalid'] },
	{ name: 'signature', codes: ['signature-invalid', 'secret-unusable'] },
	{ name: 'format', codes: ['content-type-unsupported', 'body-unredactable', 'body-malformed'] },
	{ name: 'set-up question', codes: ['handshake-refused', 'handshake-unfinished'] },
	{ name: 'event', codes: ['event-unidentified'] },
	{ name: 'store', codes: ['store-unavailable'] },
	{ name: 'function', codes: ['payload-mismatch', 'event-dead', 'function-failed', 'function-busy', 'internal-error'] },
];

type Sender = { readonly source: Source; readonly provider: Provider };
type Met = { readonly code?: string; readonly detail?: string };

/** How far a delivery came: what comes after a step that refused it was not looked at. */
export function stepsOf({ code, detail = '' }: Met, sender: Sender | undefined): readonly Step[] {
	const failed = code === undefined ? steps.length : steps.findIndex(({ codes }) => codes.some((each) => each === code));
	return steps
		.filter(({ name }) => name !== 'set-up question' || failed === steps.findIndex((step) => step.name === name))
		.filter(({ name }) => name !== 'function' || steps[failed]?.name === name)
		.map(({ name }) => {
			const index = steps.findIndex((step) => step.name === name);
			if (index === failed) return { name, outcome: 'failed', detail: [code, detail].filter(Boolean).join(': ') };
			return index < failed ? { name, outcome: 'passed', detail: askedOf(name, sender) } : { name, outcome: 'skipped', detail: '' };
		});
}

/** What the step looks at, for this source. */
function askedOf(name: string, sender: Sender | undefined): string {
	if (sender === undefined) return '';
	const { source, provider } = sender;
	const { ips, apiKey, bearer, basic } = source.authenticate ?? {};
	if (name === 'address') return ips ? `one of ${ips.join(', ')}` : 'any';
	if (name === 'size') return `at most ${source.maxBody} bytes`;
	if (name === 'credentials') return [apiKey, bearer && 'bearer token', basic && 'basic'].filter(Boolean).join(', ') || 'none asked for';
	if (name === 'signature') return `${provider.scheme.name}${provider.scheme.tolerance ? `, within ${provider.scheme.tolerance} s` : ''}`;
	return '';
}
