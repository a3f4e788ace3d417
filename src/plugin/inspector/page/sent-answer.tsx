import type { Sent } from '../api.ts';
import { LogLines } from './attempt-item.tsx';
import { formatRoute } from './route.ts';
import { SentText } from './sent-text.tsx';

/** What the gateway answered to a sample, and where what it kept is. */
export function SentAnswer({ sent: { status, answer, events }, onFollow }: { readonly sent: Sent; readonly onFollow: () => void }) {
	return (
		<>
			<p>
				Answered <strong>{status}</strong>.
			</p>
			<LogLines lines={answer === '' ? [] : [answer]} />
			{events.map(({ source, id }) => (
				<p key={id}>
					<a href={formatRoute({ screen: 'event', source, id })} onClick={onFollow}>
						Show event <SentText text={id} />
					</a>
				</p>
			))}
		</>
	);
}
