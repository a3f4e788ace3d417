import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import config from '../../jest.config.mjs';

const folder = dirname(fileURLToPath(import.meta.url));

// Apart from the others: they want a Chromium, which npm does not bring.
export default {
	...config,
	rootDir: dirname(dirname(folder)),
	roots: [folder],
	testMatch: ['**/*.browser.ts'],
	testTimeout: 30_000,
};
