import { useEffect } from 'preact/hooks';
import type { EventPage } from '../api.ts';
import { ask } from './ask.ts';
import { BodyView } from './body-view.tsx';
import { EventActions } from './event-actions.tsx';
import { EventFacts } from './facts.tsx';
import { FunctionCard } from './function-card.tsx';
import { HeaderTable } from './header-table.tsx';
import { Page } from './page-frame.tsx';
import type { SampleOf } from './send-sample.tsx';
import { StepList } from './step-list.tsx';
import { useAnswer } from './use-answer.ts';
import { visibleType } from './visible-type.ts';

type Props = {
	readonly source: string;
	readonly id: string;
	readonly back: string;
	readonly changes: number;
	readonly onSample: (of?: SampleOf) => void;
};

export function EventScreen({ source, id, back, changes, onSample }: Props) {
	const load = (signal: AbortSignal) => ask<EventPage>('/api/event', { query: { source, id }, signal });
	const { answer: event, problem, askNow } = useAnswer('event', load, { changes });
	useEffect(() => {
		document.title = `${event === undefined ? 'Event' : visibleType(event.type)} · Hookport`;
	}, [event?.type]);
	return (
		<Page back={back} title={event?.type ?? id} status={event?.status} problem={problem}>
			{event !== undefined && (
				<>
					<EventFacts event={event} />
					<EventActions event={event} onDone={askNow} onSample={() => onSample({ source, type: event.type })} />
					<div class="columns">
						<div>
							<section aria-label="Functions">
								<h2>Functions</h2>
								{event.runs.length === 0 && <p class="quiet">No function is subscribed to this type.</p>}
								{event.runs.map((run) => (
									<FunctionCard run={run} key={run.name} />
								))}
							</section>
							<BodyView body={event.body} />
						</div>
						<div>
							<StepList steps={event.steps} />
							<HeaderTable headers={event.headers} />
						</div>
					</div>
				</>
			)}
		</Page>
	);
}
