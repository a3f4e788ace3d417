import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { SentText } from './sent-text.tsx';
import { StatusMark } from './status-mark.tsx';
import { useKeys } from './use-keys.ts';

type Props = {
	readonly back: string;
	readonly title: string;
	readonly status: string | undefined;
	readonly problem: string | undefined;
	readonly children: ComponentChildren;
};

/** What the page of an event and that of a request have in common. */
export function Page({ back, title, status, problem, children }: Props) {
	const heading = useRef<HTMLHeadingElement>(null);
	// Whoever came by keyboard, or listens, starts at the top of the new screen.
	useEffect(() => {
		scrollTo(0, 0);
		heading.current?.focus({ preventScroll: true });
	}, []);
	const leave = () => {
		location.hash = back;
	};
	useKeys({ Escape: leave, u: leave });
	return (
		<main>
			<p class="back">
				<a href={back}>← All deliveries</a>
			</p>
			<div class="title">
				<h1 ref={heading} tabIndex={-1}>
					<SentText text={title} />
				</h1>
				{status !== undefined && <StatusMark status={status} />}
			</div>
			<p role="alert" class="problem">
				{problem}
			</p>
			{children}
		</main>
	);
}
