import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openStore } from '../../src/clouds/local/open-store.ts';
import { inspectorToken } from '../../src/plugin/inspector/inspector-token.ts';
import { makeUpSecrets } from '../../src/plugin/local/made-up-secrets.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { temporaryFolder } from '../clouds/local/temporary-store.ts';
import { sampleRecord } from '../ports/sample-record.ts';

// Windows has no such modes; there the user's own folder is private.
const windows = process.platform === 'win32';
if (windows) console.warn('skipped: Windows has no modes of files, and the folder of the user is private there.');
const onPosix = windows ? it.skip : it;

let folder: ReturnType<typeof temporaryFolder>;
let umask: number;
beforeEach(() => {
	umask = process.umask(0o022);
	folder = temporaryFolder();
});
afterEach(() => {
	process.umask(umask);
	folder.remove();
});

const modes = (path: string) =>
	readdirSync(path, { recursive: true, encoding: 'utf8' }).map(
		(name) => `${name} ${(lstatSync(join(path, name)).mode & 0o077).toString(8)}`,
	);

onPosix('the local store and its secrets are readable by the user alone, in a folder that is', async () => {
	const dataDir = join(folder.path, 'new', '.webhook');
	makeUpSecrets([{ name: 'stripe', provider: 'stripe', maxBody: 1 }], { stripe }, dataDir);
	inspectorToken(dataDir);
	const store = openStore(dataDir);
	await store.events.insert(sampleRecord(), Date.now());
	await store.blobs.put('stripe/big', Buffer.alloc(1));

	const found = modes(dataDir);

	store.close();
	expect(lstatSync(dataDir).mode & 0o077).toBe(0);
	expect(found.filter((each) => !each.endsWith(' 0'))).toEqual([]);
	expect(found.length).toBeGreaterThanOrEqual(6);
});

onPosix('a store in a folder that others may read is readable by the user alone', async () => {
	const store = openStore(folder.path);
	await store.events.insert(sampleRecord(), Date.now());

	const found = modes(folder.path);

	store.close();
	expect(found.filter((each) => !each.endsWith(' 0'))).toEqual([]);
});
