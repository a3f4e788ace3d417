import { useMemo, useState } from 'preact/hooks';
import { printable } from '../../commands/printable.ts';
import type { Body } from '../api.ts';
import { CopyButton } from './copy-button.tsx';
import { tellBytes } from './tell-time.ts';

type Way = 'pretty' | 'raw';

/** More than that slows a page down, and is rarely read to its end. In characters. */
const enough = 200_000;

export function BodyView({ body }: { readonly body: Body }) {
	const [way, setWay] = useState<Way>('pretty');
	const raw = body.text ?? body.base64;
	const shown = way === 'pretty' && body.pretty !== undefined ? body.pretty : raw;
	return (
		<section aria-label="Body">
			<div class="heading">
				<h2>Body</h2>
				<span class="quiet">
					{tellBytes(body.bytes)}
					{body.base64 !== undefined && ', not text, so in base64'}
				</span>
				<span class="space" />
				{body.pretty !== undefined && <WayButtons way={way} onChoose={setWay} />}
				{shown !== undefined && shown !== '' && <CopyButton text={shown} what="The body" />}
			</div>
			{body.note !== undefined && <p class="quiet">{body.note}</p>}
			{shown !== undefined && <LongText text={shown} key={way} />}
		</section>
	);
}

function WayButtons({ way, onChoose }: { readonly way: Way; readonly onChoose: (way: Way) => void }) {
	return (
		<fieldset class="ways">
			<legend class="unseen">How the body is shown</legend>
			<button type="button" aria-pressed={way === 'pretty'} onClick={() => onChoose('pretty')}>
				Pretty
			</button>
			<button type="button" aria-pressed={way === 'raw'} onClick={() => onChoose('raw')}>
				Raw
			</button>
		</fieldset>
	);
}

function LongText({ text }: { readonly text: string }) {
	const [whole, setWhole] = useState(text.length <= enough);
	const seen = useMemo(() => printable(whole ? text : text.slice(0, enough)), [text, whole]);
	return (
		<>
			<pre class="body" dir="ltr">
				{seen}
			</pre>
			{!whole && (
				<button type="button" onClick={() => setWhole(true)}>
					Show all of it
				</button>
			)}
		</>
	);
}
