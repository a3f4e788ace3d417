import { describe } from '@jest/globals';
import { eventsConformance } from '../../ports/events.conformance.ts';
import { openTwice } from './temporary-store.ts';

describe('events of the local cloud', () => {
	eventsConformance(() => openTwice((store) => store.events));
});
