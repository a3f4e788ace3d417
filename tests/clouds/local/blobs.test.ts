import { describe } from '@jest/globals';
import { blobsConformance } from '../../ports/blobs.conformance.ts';
import { openTwice } from './temporary-store.ts';

describe('blobs of the local cloud', () => {
	blobsConformance(() => openTwice((store) => store.blobs));
});
