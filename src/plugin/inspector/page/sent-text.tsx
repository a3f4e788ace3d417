import { printableLine } from '../../commands/printable.ts';

/** What a sender chose, as one piece: what can't be seen is spelt out, and writing from right to left turns nothing around it. */
export function SentText({ text }: { readonly text: string }) {
	return (
		<bdi class="sent" dir="ltr">
			{printableLine(text)}
		</bdi>
	);
}
