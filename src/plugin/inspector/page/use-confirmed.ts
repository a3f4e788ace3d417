import { useEffect, useState } from 'preact/hooks';

/** For which the second press counts, in milliseconds. */
const patience = 5_000;

/** `asked` is what a first press has asked for and a second one will do. */
export function useConfirmed() {
	const [asked, setAsked] = useState<string>();
	useEffect(() => {
		const timer = setTimeout(() => setAsked(undefined), patience);
		return () => clearTimeout(timer);
	}, [asked]);
	const confirm = (what: string, act: () => void) => {
		if (asked !== what) return setAsked(what);
		setAsked(undefined);
		act();
	};
	return { asked, confirm };
}
