import { useState } from 'preact/hooks';
import type { Project, Send, Sent } from '../api.ts';
import { ask } from './ask.ts';
import { Choice } from './choice.tsx';
import { Dialog } from './dialog-frame.tsx';
import { lineOf } from './line-of.ts';
import { SentAnswer } from './sent-answer.tsx';

/** What is chosen already when it opens. */
export type SampleOf = { readonly source?: string; readonly type?: string };
type Props = { readonly project: Project | undefined; readonly of: SampleOf; readonly onClose: () => void };
type State = { readonly busy: boolean; readonly sent?: Sent; readonly problem?: string };

export function SendSample({ project, of, onClose }: Props) {
	const sources = (project?.sources ?? []).filter(({ samples }) => samples.length > 0);
	const [state, setState] = useState<State>({ busy: false });
	const send = async (body: Send) => {
		if (state.busy) return;
		setState({ busy: true });
		try {
			setState({ busy: false, sent: await ask<Sent>('/api/send', { body }) });
		} catch (error) {
			setState({ busy: false, problem: lineOf(error) });
		}
	};
	return (
		<Dialog title="Send a sample" onClose={onClose}>
			<p class="quiet">Signed as its sender would sign it, and posted to the URL of its source.</p>
			<SampleForm sources={sources} of={of} busy={state.busy} onSend={send} />
			<div role="status">
				{state.problem !== undefined && <p class="problem">{state.problem}</p>}
				{state.sent && <SentAnswer sent={state.sent} onFollow={onClose} />}
			</div>
		</Dialog>
	);
}

type FormProps = {
	readonly sources: Project['sources'];
	readonly of: SampleOf;
	readonly busy: boolean;
	readonly onSend: (body: Send) => Promise<void>;
};

function SampleForm({ sources, of, busy, onSend }: FormProps) {
	const [chosen, setChosen] = useState<SampleOf>(of);
	const source = sources.find(({ name }) => name === chosen.source) ?? sources[0];
	if (source === undefined)
		return <p>No source of this project has a URL: give a function an event such as “webhook: stripe” in serverless.yml.</p>;
	const { name, samples } = source;
	const type = samples.find((each) => each === chosen.type) ?? samples[0] ?? '';
	const send = (event: Event) => {
		event.preventDefault();
		onSend({ source: name, type });
	};
	return (
		<form onSubmit={send}>
			<Choice label="Source" value={name} names={sources.map((each) => each.name)} onChange={(other) => setChosen({ source: other })} />
			<Choice label="Type" value={type} names={samples} onChange={(other) => setChosen({ source: name, type: other })} />
			<button type="submit" class="main" aria-busy={busy}>
				{busy ? 'Sending…' : 'Send'}
			</button>
		</form>
	);
}
