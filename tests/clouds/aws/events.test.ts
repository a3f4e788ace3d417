import { afterAll, beforeAll, describe } from '@jest/globals';
import { jsonCall } from '../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { createEvents } from '../../../src/clouds/aws/events.ts';
import { tableItems } from '../../../src/clouds/aws/table-items.ts';
import { eventsConformance } from '../../ports/events.conformance.ts';
import { noon } from '../../ports/sample-record.ts';
import { type Emulators, startEmulators } from './emulators.ts';

let emulators: Emulators;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());

describe('events of AWS', () => {
	eventsConformance(async () => {
		const env = await emulators.service();
		const connect = () => createEvents(tableItems(jsonCall(createClient({ env }), 'dynamodb'), env.WEBHOOK_TABLE), { now: () => noon });
		return { one: connect(), other: connect(), close: async () => {} };
	});
});
