/** What of osls' logger is used; it is the `log` package's, whose documented `disable` works on a namespace. */
export type Logger = {
	readonly levelRoot?: { readonly get: (namespace: string) => { readonly disable: () => { readonly restore: () => void } } };
};

/**
 * Holds back the notices of another plugin, and none of its warnings, until the returned function is called: serverless-offline lists every function
 * before the run can say where it serves.
 */
export function quiet(notices: Logger, plugin: string): () => void {
	const disabled = notices.levelRoot?.get(`serverless:plugin:${plugin}`).disable();
	return () => disabled?.restore();
}
