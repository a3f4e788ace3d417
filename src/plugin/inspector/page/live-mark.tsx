/** Says when what is shown may be out of date. */
export function LiveMark({ live }: { readonly live: boolean }) {
	return (
		<span class={live ? 'live' : 'live gone'} role="status">
			<svg viewBox="0 0 10 10" aria-hidden="true">
				{live ? <circle cx="5" cy="5" r="4" /> : <path d="M1 1 L9 9 M9 1 L1 9" />}
			</svg>
			{live ? 'live' : 'not connected, trying again'}
		</span>
	);
}
