import type { Project } from '../api.ts';
import type { SampleOf } from './send-sample.tsx';

type Props = { readonly narrowed: boolean; readonly project: Project | undefined; readonly onSample: (of?: SampleOf) => void };

export function EmptyList({ narrowed, project, onSample }: Props) {
	if (narrowed)
		return (
			<div class="empty">
				<h2>Nothing fits</h2>
				<p>No delivery fits these filters.</p>
			</div>
		);
	const source = project?.sources.find(({ samples }) => samples.length > 0)?.name ?? 'stripe';
	return (
		<div class="empty">
			<h2>Nothing has come yet</h2>
			<p>Send a signed sample to see the way of a delivery:</p>
			<p>
				<button type="button" class="main" onClick={() => onSample()}>
					Send a sample
				</button>
			</p>
			<p>Or in a terminal:</p>
			<pre>npx sls webhook send --source {source}</pre>
			{project !== undefined && (
				<p>
					Senders post to <code>{project.url}</code>.
				</p>
			)}
		</div>
	);
}
