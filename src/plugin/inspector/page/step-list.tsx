import type { Step } from '../api.ts';
import { SentText } from './sent-text.tsx';
import { StatusMark } from './status-mark.tsx';

export function StepList({ steps }: { readonly steps: readonly Step[] }) {
	if (steps.length === 0) return null;
	return (
		<section aria-label="Verification">
			<h2>Verification</h2>
			<ol class="steps">
				{steps.map(({ name, outcome, detail }) => (
					<li key={name} class={`is-${outcome}`}>
						<span class="name">{name}</span>
						<span class="step-detail">
							<SentText text={detail} />
						</span>
						<StatusMark status={outcome} />
					</li>
				))}
			</ol>
		</section>
	);
}
