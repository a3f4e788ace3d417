import type { Header } from '../api.ts';
import { SentText } from './sent-text.tsx';

export function HeaderTable({ headers }: { readonly headers: readonly Header[] }) {
	return (
		<section aria-label="Headers">
			<h2>Headers</h2>
			{headers.length === 0 && <p class="quiet">None are kept.</p>}
			{headers.length > 0 && (
				<table class="headers">
					<thead class="unseen">
						<tr>
							<th scope="col">Name</th>
							<th scope="col">Value</th>
						</tr>
					</thead>
					<tbody>
						{headers.map(({ name, value, masked }, at) => (
							<tr key={`${name} ${at}`}>
								<th scope="row">
									<SentText text={name} />
								</th>
								<td>{masked ? <em title="A credential. It is not sent to this page.">hidden</em> : <SentText text={value} />}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</section>
	);
}
