import type { Diagnosis } from '../api.ts';
import { SentText } from './sent-text.tsx';

/** Why it was refused, as far as this machine can tell, and what to do. */
export function DiagnosisNote({ diagnosis: { code, detail, remedy, proved } }: { readonly diagnosis: Diagnosis }) {
	return (
		<section class="diagnosis" aria-label="Diagnosis">
			<h2>
				Why <span class="sureness">{proved ? 'proved' : 'likely'}</span>
			</h2>
			<p>
				<SentText text={detail} />
			</p>
			<p class="remedy">
				<strong>What to do:</strong> <SentText text={remedy} />
			</p>
			<p class="quiet">{code}</p>
		</section>
	);
}
