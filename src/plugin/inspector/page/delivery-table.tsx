import type { Row } from '../api.ts';
import { EventLine, RequestLine } from './delivery-line.tsx';
import { rowKey } from './merge-rows.ts';

const columns = ['Time', 'Status', 'Source', 'Type', 'Id', 'Functions'];

export function DeliveryTable({ rows }: { readonly rows: readonly Row[] }) {
	return (
		<table class="deliveries">
			<thead>
				<tr>
					{columns.map((name) => (
						<th scope="col" key={name}>
							{name}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{rows.map((row) =>
					row.kind === 'event' ? <EventLine row={row} key={rowKey(row)} /> : <RequestLine row={row} key={rowKey(row)} />,
				)}
			</tbody>
		</table>
	);
}
