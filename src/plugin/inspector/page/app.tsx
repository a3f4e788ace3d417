import { useEffect, useState } from 'preact/hooks';
import { Inspector } from './inspector.tsx';
import { readToken, takeTokenFromAddress, tokenRefused } from './token.ts';
import { TokenForm } from './token-form.tsx';

type Token = { readonly value: string | undefined; readonly refused: boolean };

const tokenNow = (): Token => {
	takeTokenFromAddress();
	return { value: readToken(), refused: false };
};

/** Nothing is asked of the server before there is a token. */
export function App() {
	const [token, setToken] = useState(tokenNow);
	useEffect(() => {
		const refuse = () => setToken((before) => ({ ...before, refused: true }));
		// The link may also be pasted into the address of a page that is open.
		const follow = () => location.hash.startsWith('#token=') && setToken(tokenNow());
		addEventListener(tokenRefused, refuse);
		addEventListener('hashchange', follow);
		return () => {
			removeEventListener(tokenRefused, refuse);
			removeEventListener('hashchange', follow);
		};
	}, []);
	if (token.value === undefined || token.refused) return <TokenForm refused={token.refused} onKept={() => setToken(tokenNow())} />;
	return <Inspector key={token.value} token={token.value} />;
}
