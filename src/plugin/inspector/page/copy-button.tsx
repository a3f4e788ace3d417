import { copyLater } from './copy-text.ts';
import { useAction } from './use-action.ts';

export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
	const { news, busy, act } = useAction();
	return (
		<>
			<span role="status" class="news">
				{news}
			</span>
			<button type="button" aria-busy={busy} onClick={() => act(() => copyLater(Promise.resolve(text), what))}>
				Copy
			</button>
		</>
	);
}
