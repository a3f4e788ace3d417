import { Dialog } from './dialog-frame.tsx';

const keys = [
	['/', 'search'],
	['j, k', 'next and previous row; the arrows do it as well, from a row'],
	['Enter', 'open'],
	['u, Escape', 'back to the list'],
	['r', 'replay the event; a second press does it'],
	['?', 'these keys'],
] as const;

export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
	return (
		<Dialog title="Keys" onClose={onClose}>
			<dl class="keys">
				{keys.map(([key, does]) => (
					<div key={key}>
						<dt>
							<kbd>{key}</kbd>
						</dt>
						<dd>{does}</dd>
					</div>
				))}
			</dl>
		</Dialog>
	);
}
