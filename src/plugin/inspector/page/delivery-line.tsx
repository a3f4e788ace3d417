import type { EventRow, RequestRow } from '../api.ts';
import { Moment } from './moment.tsx';
import { formatRoute } from './route.ts';
import { SentText } from './sent-text.tsx';
import { StatusMark } from './status-mark.tsx';

export function EventLine({ row }: { readonly row: EventRow }) {
	return (
		<tr>
			<td class="time">
				<Moment at={row.receivedAt} />
			</td>
			<td class="state">
				<StatusMark status={row.status} />
			</td>
			<td class="source">{row.source}</td>
			<td class="type">
				<a href={formatRoute({ screen: 'event', source: row.source, id: row.id })} data-row>
					<SentText text={row.type} />
				</a>
			</td>
			<td class="id">
				<SentText text={row.id} />
			</td>
			<td class="functions">
				{row.functions.map(({ name, status, attempts }) => (
					<span class="function" key={name}>
						{name} <StatusMark status={status} />
						{attempts > 1 && <span class="attempts"> {attempts} attempts</span>}
					</span>
				))}
				{row.reason !== undefined && <span class="detail">{row.reason}</span>}
				{row.forgotten && <span class="detail">forgotten</span>}
			</td>
		</tr>
	);
}

export function RequestLine({ row }: { readonly row: RequestRow }) {
	return (
		<tr>
			<td class="time">
				<Moment at={row.receivedAt} />
			</td>
			<td class="state">
				<StatusMark status={row.outcome} />
			</td>
			<td class="source">
				<SentText text={row.source} />
			</td>
			<td class="type">
				<a href={formatRoute({ screen: 'request', requestId: row.requestId })} data-row>
					{row.code ?? `answered ${row.status}`}
				</a>
			</td>
			<td class="detail" colSpan={2}>
				<SentText text={[row.detail ?? `${row.method} ${row.path}`, row.why].filter(Boolean).join(': ')} />
			</td>
		</tr>
	);
}
