import { useEffect, useRef } from 'preact/hooks';
import type { Project } from '../api.ts';
import { DeliveryTable } from './delivery-table.tsx';
import { EmptyList } from './empty-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Filters, formatRoute, parseRoute } from './route.ts';
import type { SampleOf } from './send-sample.tsx';
import { useList } from './use-list.ts';
import { useListKeys } from './use-list-keys.ts';
import { replaceHash } from './use-route.ts';
import { useScrollKept } from './use-scroll-kept.ts';

type Props = {
	readonly filters: Filters;
	readonly shown: boolean;
	readonly project: Project | undefined;
	readonly changes: number;
	readonly onSample: (of?: SampleOf) => void;
};

export function ListScreen({ filters, shown, project, changes, onSample }: Props) {
	const { list, problem, busy, showOlder } = useList(filters, changes);
	const place = useRef<HTMLElement>(null);
	useListKeys(place, shown);
	useScrollKept(place, shown);
	useEffect(() => {
		if (shown) document.title = 'Deliveries · Hookport';
	}, [shown]);
	// Who has opened an event right after typing stays there.
	const narrow = (next: Filters) => {
		if (parseRoute(location.hash).screen === 'list') replaceHash(formatRoute({ screen: 'list', filters: next }));
	};
	const narrowed = Object.values(filters).some((value) => value !== '');
	return (
		<main hidden={!shown} ref={place}>
			<h1 class="unseen">Deliveries</h1>
			<FilterBar filters={filters} project={project} onChange={narrow} />
			<p role="status" class="count">
				{list === undefined ? 'Loading…' : tellCount(list.rows.length, list.next !== undefined)}
				{list?.searched !== undefined && ` The search has looked at ${list.searched} events so far.`}
			</p>
			<p role="alert" class="problem">
				{problem}
			</p>
			{list !== undefined && list.rows.length > 0 && <DeliveryTable rows={list.rows} />}
			{list !== undefined && list.rows.length === 0 && list.next === undefined && (
				<EmptyList narrowed={narrowed} project={project} onSample={onSample} />
			)}
			{list?.next !== undefined && (
				<button type="button" class="older" data-row aria-busy={busy} onClick={showOlder}>
					{busy ? 'Loading…' : 'Show older'}
				</button>
			)}
		</main>
	);
}

function tellCount(count: number, more: boolean): string {
	if (count === 0) return more ? 'Nothing found yet.' : 'No deliveries.';
	return `${count === 1 ? '1 delivery' : `${count} deliveries`}${more ? ', and older ones.' : '.'}`;
}
