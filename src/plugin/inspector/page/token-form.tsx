import { useEffect, useState } from 'preact/hooks';
import { keepToken } from './token.ts';

export function TokenForm({ refused, onKept }: { readonly refused: boolean; readonly onKept: () => void }) {
	const [text, setText] = useState('');
	const [wrong, setWrong] = useState('');
	useEffect(() => {
		document.title = 'Hookport inspector';
	}, []);
	const keep = (event: Event) => {
		event.preventDefault();
		if (keepToken(text)) onKept();
		else setWrong('That holds no token. The link ends in #token= and the token.');
	};
	return (
		<main class="token">
			<h1>Hookport inspector</h1>
			<p>
				Open the link that <code>npm start</code> printed{refused ? ': the token of this page is not the one of the run that is up' : ''}.
				Or paste it here:
			</p>
			<form onSubmit={keep}>
				<label for="link">Link or token</label>
				<input id="link" value={text} onInput={(event) => setText(event.currentTarget.value)} autocomplete="off" spellcheck={false} />
				<button type="submit">Open</button>
			</form>
			<p role="alert">{wrong}</p>
		</main>
	);
}
