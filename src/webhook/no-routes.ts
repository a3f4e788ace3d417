import { defaultRetry, type Routes } from './source.ts';

/** What `#routes` is outside a bundle, where the plugin puts the service's own in its place. */
export const routes: Routes = { service: '', stage: '', sources: {}, routes: [], retry: defaultRetry, timeouts: {} };
