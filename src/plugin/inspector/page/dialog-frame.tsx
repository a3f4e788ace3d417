import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

type Props = { readonly title: string; readonly onClose: () => void; readonly children: ComponentChildren };

/** The browser keeps the focus inside, gives it back, and closes it on Escape. */
export function Dialog({ title, onClose, children }: Props) {
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => {
		const own = dialog.current;
		own?.showModal();
		return () => own?.close();
	}, []);
	return (
		<dialog ref={dialog} aria-labelledby="dialog-title" onClose={onClose}>
			<header class="heading">
				<h2 id="dialog-title">{title}</h2>
				<span class="space" />
				<button type="button" onClick={onClose}>
					Close
				</button>
			</header>
			{children}
		</dialog>
	);
}
