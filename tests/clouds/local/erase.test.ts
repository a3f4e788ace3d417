import { openStore } from '../../../src/clouds/local/open-store.ts';
import { eraseConformance } from '../../ports/erase.conformance.ts';
import { noon } from '../../ports/sample-record.ts';
import { temporaryFolder } from './temporary-store.ts';

eraseConformance('the local cloud', async () => {
	const folder = temporaryFolder();
	const store = openStore(folder.path, () => noon);
	return {
		...store,
		close: () => {
			store.close();
			folder.remove();
		},
	};
});
