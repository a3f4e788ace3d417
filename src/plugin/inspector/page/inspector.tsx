import { useRef, useState } from 'preact/hooks';
import type { Project } from '../api.ts';
import { ask } from './ask.ts';
import { EventScreen } from './event-screen.tsx';
import { KeyHelp } from './key-help.tsx';
import { ListScreen } from './list-screen.tsx';
import { RequestScreen } from './request-screen.tsx';
import { formatRoute, noFilters } from './route.ts';
import { type SampleOf, SendSample } from './send-sample.tsx';
import { TopBar } from './top-bar.tsx';
import { useAnswer } from './use-answer.ts';
import { useChanges } from './use-changes.ts';
import { useKeys } from './use-keys.ts';
import { useRoute } from './use-route.ts';

type Opened = { readonly dialog: 'keys' } | { readonly dialog: 'sample'; readonly of: SampleOf } | undefined;

export function Inspector({ token }: { readonly token: string }) {
	const route = useRoute();
	const { changes, live } = useChanges(token);
	const { answer: project } = useAnswer('project', (signal) => ask<Project>('/api/project', { signal }), { changes, pace: 10_000 });
	const [opened, setOpened] = useState<Opened>();
	const filters = useRef(noFilters);
	if (route.screen === 'list') filters.current = route.filters;
	const back = formatRoute({ screen: 'list', filters: filters.current });
	const onSample = (of: SampleOf = {}) => setOpened({ dialog: 'sample', of });
	const close = () => setOpened(undefined);
	useKeys({ '?': () => setOpened({ dialog: 'keys' }) });
	const screen = { back, changes, onSample };
	return (
		<>
			<TopBar service={project?.service} live={live} onSample={() => onSample()} onKeys={() => setOpened({ dialog: 'keys' })} />
			{/* It stays while an event is shown, so that going back finds what was loaded. */}
			<ListScreen filters={filters.current} shown={route.screen === 'list'} project={project} {...screen} />
			{route.screen === 'event' && <EventScreen key={formatRoute(route)} source={route.source} id={route.id} {...screen} />}
			{route.screen === 'request' && <RequestScreen key={route.requestId} requestId={route.requestId} {...screen} />}
			{opened?.dialog === 'keys' && <KeyHelp onClose={close} />}
			{opened?.dialog === 'sample' && <SendSample project={project} of={opened.of} onClose={close} />}
		</>
	);
}
