import type { ComponentChildren } from 'preact';
import type { EventPage, Exchange, RequestPage } from '../api.ts';
import { Moment } from './moment.tsx';
import { SentText } from './sent-text.tsx';
import { tellDuration } from './tell-time.ts';

export function EventFacts({ event }: { readonly event: EventPage }) {
	return (
		<dl class="facts">
			<Fact name="Source">{event.source}</Fact>
			<Fact name="Id">
				<SentText text={event.id} />
			</Fact>
			<Fact name="Received">
				<Moment at={event.receivedAt} whole />
			</Fact>
			<Fact name="Kept until">
				<Moment at={event.keptUntil} whole />
			</Fact>
			{event.query !== '' && (
				<Fact name="Query">
					<SentText text={event.query} />
				</Fact>
			)}
			{event.request && <ExchangeFacts request={event.request} />}
			{event.reason !== undefined && (
				<Fact name="Why it is dead">
					<SentText text={event.reason} />
				</Fact>
			)}
			{event.forgotten && <Fact name="Forgotten">what was sent has been erased</Fact>}
		</dl>
	);
}

export function RequestFacts({ page }: { readonly page: RequestPage }) {
	return (
		<dl class="facts">
			<Fact name="Source">
				<SentText text={page.source} />
			</Fact>
			<Fact name="Request">
				<SentText text={`${page.method} ${page.path}${page.query === '' ? '' : `?${page.query}`}`} />
			</Fact>
			<Fact name="Received">
				<Moment at={page.receivedAt} whole />
			</Fact>
			<ExchangeFacts request={page.request} />
			<Fact name="Request id">{page.requestId}</Fact>
		</dl>
	);
}

function ExchangeFacts({ request }: { readonly request: Exchange }) {
	return (
		<>
			<Fact name="Answered">
				{request.status} after {tellDuration(request.durationMs)}
			</Fact>
			<Fact name="From">{request.remoteAddress}</Fact>
		</>
	);
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
	return (
		<div>
			<dt>{name}</dt>
			<dd>{children}</dd>
		</div>
	);
}
