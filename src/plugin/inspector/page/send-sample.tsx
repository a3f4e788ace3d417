import { useState } from 'preact/hooks';
import type { Project, Send, Sent } from '../api.ts';
import { ask, lineOf } from './ask.ts';
import { Dialog } from './dialog-frame.tsx';
import { SentAnswer } from './sent-answer.tsx';

/** What is chosen already when it opens. */
export type SampleOf = { readonly source?: string; readonly type?: string };
type Props = { readonly project: Project | undefined; readonly of: SampleOf; readonly onClose: () => void };
type State = { readonly busy: boolean; readonly sent?: Sent; readonly problem?: string };

export function SendSample({ project, of, onClose }: Props) {
	const sources = (project?.sources ?? []).filter(({ samples }) => samples.length > 0);
	const [chosen, setChosen] = useState<SampleOf>(of);
	const [state, setState] = useState<State>({ busy: false });
	const source = sources.find(({ name }) => name === chosen.source) ?? sources[0];
	const type = source?.samples.find((name) => name === chosen.type) ?? source?.samples[0];
	const send = async (event: Event) => {
		event.preventDefault();
		if (source === undefined || type === undefined || state.busy) return;
		setState({ busy: true });
		const body: Send = { source: source.name, type };
		try {
			setState({ busy: false, sent: await ask<Sent>('/api/send', { body }) });
		} catch (error) {
			setState({ busy: false, problem: lineOf(error) });
		}
	};
	return (
		<Dialog title="Send a sample" onClose={onClose}>
			<p class="quiet">Signed as its sender would sign it, and posted to the URL of its source.</p>
			{source === undefined && (
				<p>No source of this project has a URL: give a function an event such as “webhook: stripe” in serverless.yml.</p>
			)}
			{source !== undefined && (
				<form onSubmit={send}>
					<Select
						label="Source"
						value={source.name}
						names={sources.map(({ name }) => name)}
						onChange={(name) => setChosen({ source: name })}
					/>
					<Select
						label="Type"
						value={type ?? ''}
						names={source.samples}
						onChange={(name) => setChosen({ source: source.name, type: name })}
					/>
					<button type="submit" class="main" aria-busy={state.busy}>
						{state.busy ? 'Sending…' : 'Send'}
					</button>
				</form>
			)}
			<div role="status">
				{state.problem !== undefined && <p class="problem">{state.problem}</p>}
				{state.sent && <SentAnswer sent={state.sent} onFollow={onClose} />}
			</div>
		</Dialog>
	);
}

type SelectProps = {
	readonly label: string;
	readonly value: string;
	readonly names: readonly string[];
	readonly onChange: (name: string) => void;
};

function Select({ label, value, names, onChange }: SelectProps) {
	return (
		<label>
			<span>{label}</span>
			<select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
				{names.map((name) => (
					<option value={name} key={name}>
						{name}
					</option>
				))}
			</select>
		</label>
	);
}
