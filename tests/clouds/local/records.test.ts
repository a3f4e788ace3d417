import { describe } from '@jest/globals';
import { recordsConformance } from '../../ports/records.conformance.ts';
import { openTwice } from './temporary-store.ts';

describe('records of the local cloud', () => {
	recordsConformance(() => openTwice((store) => store.records));
});
