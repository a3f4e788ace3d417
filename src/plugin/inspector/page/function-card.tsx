import type { FunctionRuns } from '../api.ts';
import { AttemptItem } from './attempt-item.tsx';
import { Moment } from './moment.tsx';
import { SentText } from './sent-text.tsx';
import { StatusMark } from './status-mark.tsx';
import { tellDuration } from './tell-time.ts';
import { useNow } from './use-now.ts';

export function FunctionCard({ run }: { readonly run: FunctionRuns }) {
	const { name, status, attempts, replays, reason, lastError, nextAt, seen } = run;
	return (
		<article class="card" aria-label={name}>
			<header>
				<h3>{name}</h3>
				<StatusMark status={status} />
				<span class="quiet">
					{attempts === 1 ? '1 attempt' : `${attempts} attempts`}
					{replays > 0 && `, replayed ${replays === 1 ? 'once' : `${replays} times`}`}
				</span>
			</header>
			{reason !== undefined && (
				<p class="reason">
					<SentText text={reason} />
				</p>
			)}
			{lastError !== undefined && lastError !== reason && !seen.some(({ error }) => error?.startsWith(lastError)) && (
				<p class="reason">
					Last error: <SentText text={lastError} />
				</p>
			)}
			{nextAt !== undefined && <NextAttempt at={nextAt} />}
			{seen.length > 0 && (
				<ol class="tries">
					{seen.toReversed().map((attempt) => (
						<AttemptItem attempt={attempt} key={`${attempt.beganAt} ${attempt.attempt ?? ''}`} />
					))}
				</ol>
			)}
			{seen.length === 0 && attempts > 0 && <p class="quiet">Its attempts were before this run was started.</p>}
		</article>
	);
}

function NextAttempt({ at }: { readonly at: number }) {
	const now = useNow(true);
	const left = Math.ceil((at - now) / 1000) * 1000;
	return (
		<p class="next">
			Next attempt at <Moment at={at} />
			<span class="quiet">{left > 0 ? `, in ${left < 60_000 ? `${left / 1000} s` : tellDuration(left)}` : ', any moment'}</span>
		</p>
	);
}
