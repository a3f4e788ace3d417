import type { EventPage, Replay, Replayed } from '../api.ts';
import { ask } from './ask.ts';
import { copyLater } from './copy-text.ts';
import { curlOf } from './curl-of.ts';
import { useAction } from './use-action.ts';
import { useConfirmed } from './use-confirmed.ts';
import { useKeys } from './use-keys.ts';

type Props = { readonly event: EventPage; readonly onDone: () => void; readonly onSample: () => void };

/** A replay does again what was done before, so it is asked for twice. */
export function EventActions({ event: { source, id, replayable, status }, onDone, onSample }: Props) {
	const { news, busy, act } = useAction(onDone);
	const { asked, confirm } = useConfirmed();
	const replay = (only?: string) =>
		confirm(only ?? '', () => {
			const body: Replay = { source, id, ...(only !== undefined && { function: only }) };
			act(async () => tellReplayed(await ask<Replayed>('/api/replay', { body })));
		});
	const possible = replayable.length > 0;
	useKeys({ r: () => possible && replay() });
	return (
		<section class="actions" aria-label="Actions">
			<div class="buttons">
				<button type="button" class={asked === '' ? 'main sure' : 'main'} aria-busy={busy} disabled={!possible} onClick={() => replay()}>
					{asked === '' ? 'Press again to replay' : 'Replay all'}
				</button>
				{replayable.length > 1 &&
					replayable.map((name) => <ReplayOne key={name} name={name} busy={busy} asked={asked === name} onPress={() => replay(name)} />)}
				<button type="button" aria-busy={busy} onClick={() => act(() => copyLater(curlOf({ source, id }), 'The curl command'))}>
					Copy as curl
				</button>
				<button type="button" onClick={onSample}>
					Send a sample
				</button>
			</div>
			{!possible && <p class="quiet">{status === 'unhandled' ? 'No function takes this type.' : 'There is nothing to replay.'}</p>}
			<p role="status" class="news">
				{asked === undefined ? news : `Press again to run ${asked === '' ? 'every function' : asked} again for this event.`}
			</p>
		</section>
	);
}

type OneProps = { readonly name: string; readonly asked: boolean; readonly busy: boolean; readonly onPress: () => void };

function ReplayOne({ name, asked, busy, onPress }: OneProps) {
	return (
		<button type="button" class={asked ? 'sure' : ''} aria-busy={busy} onClick={onPress}>
			{asked ? `Press again to replay ${name}` : `Replay ${name}`}
		</button>
	);
}

function tellReplayed({ sent, busy }: Replayed): string {
	const parts = [
		sent.length > 0 && `Sent again: ${sent.join(', ')}.`,
		busy.length > 0 && `Running now, so left alone: ${busy.join(', ')}.`,
	];
	return parts.filter(Boolean).join(' ') || 'Nothing was sent.';
}
