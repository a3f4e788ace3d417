import { useEffect, useState } from 'preact/hooks';

/** The time, each second, as long as it is needed. */
export function useNow(needed: boolean): number {
	const [now, setNow] = useState(Date.now());
	useEffect(() => {
		if (!needed) return undefined;
		setNow(Date.now());
		const timer = setInterval(() => setNow(Date.now()), 1000);
		return () => clearInterval(timer);
	}, [needed]);
	return now;
}
