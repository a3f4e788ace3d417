import { readdirSync, readFileSync } from 'node:fs';
import type { Provider, ProviderFamily } from '../src/webhook/provider.ts';
import { code, table } from './markdown.ts';
import { type Proof, proofs } from './proofs.ts';

type Providers = Readonly<Record<string, Provider | ProviderFamily>>;

/** One that each source configures for itself, as it is with the fewest options, and the names of the schemes that it may have. */
function configured(each: Provider | ProviderFamily): Provider & { readonly schemes: readonly string[] } {
	if (!('configure' in each)) return { ...each, schemes: each.scheme.name.split(' or ') };
	const all = [{}, { timestamp: 'x-time' }].map((more) => each.configure({ header: 'x-signature', ...more }));
	const [first] = all as [Provider];
	return { ...first, schemes: [...new Set(all.map(({ scheme }) => scheme.name))] };
}

const byName = (one: Provider, other: Provider) => one.name.localeCompare(other.name, 'en');
const listed = (providers: Providers) => Object.values(providers).map(configured).sort(byName);

/** For the README: how many there are, and how they are proved. */
export function countProviders(providers: Providers): string {
	const all = listed(Object.fromEntries(Object.entries(providers).filter(([, each]) => !('configure' in each))));
	const of = (fits: (proof: Proof) => boolean) => all.filter(({ id }) => fits(proofs(id))).length;
	const counts = [
		`${of(({ signs }) => signs.length > 0)} by signatures that an official library made`,
		`${of(({ verifies }) => verifies.length > 0)} by the verdict of one on ours`,
		`${of(({ vectors }) => vectors > 0)} by a signature that was published`,
		`${of(({ kinds }) => kinds === 0)} by the recipe of the official page only`,
	];
	return `**${all.length} providers**, each with samples and the same suite of tests; ${counts.join(', ')}.\n`;
}

/** One row for each. */
export function tabulateProviders(providers: Providers): string {
	return table(
		['provider', 'source name', 'scheme', 'its library signs', 'its library verifies', 'published', 'set-up question'],
		listed(providers).map(({ name, id, schemes, handshakes = [] }) => {
			const { signs, verifies, vectors, kinds } = proofs(id);
			const proved =
				kinds === 0 ? ['recipe only', '', ''] : [signs.map(code).join(' '), verifies.map(code).join(' '), vectors > 0 ? 'yes' : ''];
			return [`[${name}](#${anchorOf(name)})`, code(id), schemes.map(code).join(' or '), ...proved, handshakes.length > 0 ? 'yes' : ''];
		}),
	);
}

/** A section for each. */
export function describeProviders(providers: Providers): string {
	return listed(providers)
		.map((provider) => {
			const { name, id, docs, schemes, scheme, unsigned, sameEvent, secret, rotation, handshakes = [] } = provider;
			const time =
				scheme.tolerance === undefined ? 'it signs no time' : `a time that is signed and may be ${duration(scheme.tolerance)} away`;
			const lines = [
				`${code(id)}, [how it signs](${docs}): ${schemes.map(code).join(' or ')}, ${time}.`,
				'',
				`- Types and payloads: ${docOf(id)}`,
				`- Not signed: ${unsigned}`,
				`- A second copy is told by ${sameEvent}`,
				`- ${sending(provider)}`,
				`- Its secret: ${secret}. Changing it: ${rotation}`,
				...handshakes.map(({ title, signed }) => `- Set-up question: ${title}${signed ? '' : '; from anybody'}`),
				`- Samples: ${samplesOf(id).map(code).join(', ')}`,
				`- Proof: ${proofText(proofs(id))}`,
			];
			return `### ${name}\n\n${lines.join('\n')}\n`;
		})
		.join('\n');
}

function sending({ retryHorizon, timeout, expects }: Provider): string {
	const again = retryHorizon === 0 ? 'Never sends again' : `May send again for ${duration(retryHorizon)}`;
	return `${again}${timeout === undefined ? '' : `, waits ${timeout} s`}, wants ${expects}`;
}

function proofText({ signs, verifies, vectors, kinds }: Proof): string {
	if (kinds === 0) return 'recipe only, from the page above';
	const parts = [
		...signs.map((name) => `${code(name)} signs what we accept`),
		...verifies.map((name) => `${code(name)} accepts what we sign`),
		...(vectors > 0 ? [`${vectors === 1 ? 'a published signature is' : `${vectors} published signatures are`} accepted`] : []),
	];
	return parts.join('; ');
}

/** What the descriptor says of itself, on one line, up to its first list or paragraph. */
function docOf(id: string): string {
	const text = readFileSync(new URL(`../src/providers/${id}.ts`, import.meta.url), 'utf8');
	const [, doc = ''] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const /.exec(text) ?? [];
	const [first = ''] = doc.split(/\n \*(?:\n| - )/);
	return first
		.replace(/\s*\n \*\s?/g, ' ')
		.trim()
		.replace(/:$/, '');
}

function samplesOf(id: string): readonly string[] {
	const folder = new URL(`../src/providers/samples/${id}/`, import.meta.url);
	const types = readdirSync(folder).map(
		(file) => (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { readonly type: string }).type,
	);
	return [...new Set(types)].sort();
}

function anchorOf(name: string): string {
	return name
		.toLowerCase()
		.replace(/[^\w\- ]/g, '')
		.replaceAll(' ', '-');
}

const units = [
	['day', 86_400],
	['hour', 3600],
	['minute', 60],
	['second', 1],
] as const;

function duration(seconds: number): string {
	const [unit, size] = units.find(([, each]) => seconds % each === 0) ?? units[3];
	const count = seconds / size;
	return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
