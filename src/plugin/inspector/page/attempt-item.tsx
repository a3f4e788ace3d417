import { printable } from '../../commands/printable.ts';
import type { Attempt } from '../api.ts';
import { Moment } from './moment.tsx';
import { SentText } from './sent-text.tsx';
import { StatusMark } from './status-mark.tsx';
import { tellDuration } from './tell-time.ts';

export function AttemptItem({ attempt: { attempt, beganAt, durationMs, outcome, error, lines } }: { readonly attempt: Attempt }) {
	return (
		<li>
			<p class="attempt">
				<span>{attempt === undefined ? 'Attempt' : `Attempt ${attempt}`}</span>
				<StatusMark status={outcome} />
				<Moment at={beganAt} />
				<span class="quiet">took {tellDuration(durationMs)}</span>
			</p>
			{error !== undefined && (
				<p class="reason">
					<SentText text={error} />
				</p>
			)}
			<LogLines lines={lines} />
		</li>
	);
}

/** As they stand in the terminal. */
export function LogLines({ lines }: { readonly lines: readonly string[] }) {
	if (lines.length === 0) return null;
	return <pre class="lines">{lines.map(printable).join('\n')}</pre>;
}
