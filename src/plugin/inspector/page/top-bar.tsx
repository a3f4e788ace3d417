import { LiveMark } from './live-mark.tsx';

type Props = { readonly service: string | undefined; readonly live: boolean; readonly onSample: () => void; readonly onKeys: () => void };

export function TopBar({ service = '', live, onSample, onKeys }: Props) {
	return (
		<header class="top">
			<a class="brand" href="#/">
				Hookport <span class="service">{service}</span>
			</a>
			<LiveMark live={live} />
			<span class="space" />
			<button type="button" onClick={onSample}>
				Send a sample
			</button>
			<button type="button" onClick={onKeys} aria-label="Keys">
				?
			</button>
		</header>
	);
}
