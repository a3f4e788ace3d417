import { groupRoutes } from './group-routes.ts';
import { siteRoutes } from './site-routes.ts';
import type { Answer, State } from './state.ts';
import { vaultRoutes } from './vault-routes.ts';

export type Asked = { readonly host: string; readonly path: string; readonly query: URLSearchParams; readonly body: Buffer };

/** One call that the fake knows. `pattern` is for host and path; its groups are passed on. */
export type Route = {
	readonly name: string;
	readonly method: string;
	readonly pattern: RegExp;
	/** That the call has to ask for. */
	readonly version?: string;
	readonly answer: (asked: Asked, state: State, ...groups: readonly string[]) => Answer;
};

export const routes: readonly Route[] = [...groupRoutes, ...siteRoutes, ...vaultRoutes];
