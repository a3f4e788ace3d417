import { defaultRetry, type Routes } from './source.ts';

/** Stands for `#routes` where no plugin has put the service's own: in tests and in the type check. */
export const routes: Routes = { service: '', stage: '', sources: {}, routes: [], retry: defaultRetry, timeouts: {} };
