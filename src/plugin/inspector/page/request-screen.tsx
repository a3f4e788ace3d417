import { useEffect } from 'preact/hooks';
import type { RequestPage } from '../api.ts';
import { ask } from './ask.ts';
import { LogLines } from './attempt-item.tsx';
import { BodyView } from './body-view.tsx';
import { copyLater } from './copy-text.ts';
import { curlOf } from './curl-of.ts';
import { DiagnosisNote } from './diagnosis-note.tsx';
import { RequestFacts } from './facts.tsx';
import { HeaderTable } from './header-table.tsx';
import { Page } from './page-frame.tsx';
import type { SampleOf } from './send-sample.tsx';
import { StepList } from './step-list.tsx';
import { useAction } from './use-action.ts';
import { useAnswer } from './use-answer.ts';

type Props = { readonly requestId: string; readonly back: string; readonly changes: number; readonly onSample: (of?: SampleOf) => void };

export function RequestScreen({ requestId, back, changes, onSample }: Props) {
	const load = (signal: AbortSignal) => ask<RequestPage>('/api/request', { query: { id: requestId }, signal });
	const { answer: page, problem } = useAnswer('request', load, { changes });
	const title = page?.code ?? page?.outcome ?? 'Request';
	useEffect(() => {
		document.title = `${title} · Hookport`;
	}, [title]);
	return (
		<Page back={back} title={title} status={page?.outcome} problem={problem}>
			{page !== undefined && (
				<>
					{page.detail !== undefined && <p class="lead">{page.detail}</p>}
					{page.diagnosis && <DiagnosisNote diagnosis={page.diagnosis} />}
					<RequestFacts page={page} />
					<RequestActions requestId={requestId} onSample={() => onSample({ source: page.source })} />
					<div class="columns">
						<div>
							<StepList steps={page.steps} />
							<BodyView body={page.body} />
						</div>
						<div>
							<HeaderTable headers={page.headers} />
							<Answer request={page.request} />
						</div>
					</div>
				</>
			)}
		</Page>
	);
}

function RequestActions({ requestId, onSample }: { readonly requestId: string; readonly onSample: () => void }) {
	const { news, busy, act } = useAction();
	return (
		<section class="actions" aria-label="Actions">
			<div class="buttons">
				<button type="button" aria-busy={busy} onClick={() => act(() => copyLater(curlOf({ requestId }), 'The curl command'))}>
					Copy as curl
				</button>
				<button type="button" onClick={onSample}>
					Send a sample
				</button>
			</div>
			<p role="status" class="news">
				{news}
			</p>
		</section>
	);
}

function Answer({ request: { answer, lines } }: Pick<RequestPage, 'request'>) {
	return (
		<>
			{answer !== '' && (
				<section aria-label="Answer">
					<h2>Answer</h2>
					<LogLines lines={[answer]} />
				</section>
			)}
			{lines.length > 0 && (
				<section aria-label="Log">
					<h2>Log</h2>
					<LogLines lines={lines} />
				</section>
			)}
		</>
	);
}
