import { useState } from 'preact/hooks';
import { lineOf } from './line-of.ts';

type State = { readonly news: string; readonly busy: boolean };

/** One action at a time, and in one line what came of it. */
export function useAction(onDone: () => void = () => undefined) {
	const [state, setState] = useState<State>({ news: '', busy: false });
	const act = async (action: () => Promise<string>) => {
		// A button that is disabled meanwhile would lose the focus.
		if (state.busy) return;
		setState({ news: '', busy: true });
		try {
			setState({ news: await action(), busy: false });
			onDone();
		} catch (error) {
			setState({ news: lineOf(error), busy: false });
		}
	};
	return { ...state, act };
}
