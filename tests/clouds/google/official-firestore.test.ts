import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createClient, jsonCall } from '../../../src/clouds/google/client.ts';
import { createDocuments } from '../../../src/clouds/google/documents.ts';
import type { Tokens } from '../../../src/clouds/google/token.ts';
import { eraseConformance } from '../../ports/erase.conformance.ts';
import { eventsConformance } from '../../ports/events.conformance.ts';
import { openingsConformance } from '../../ports/openings.conformance.ts';
import { recordsConformance } from '../../ports/records.conformance.ts';
import { noon } from '../../ports/sample-record.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { accessToken } from './fake-metadata.ts';
import { cloudOf, deployStage } from './fake-stage.ts';
import { type Emulator, emulatorJar, startEmulator } from './official-emulators.ts';
import { askRaw, firestoreAnswers } from './service-answers.ts';

const jar = emulatorJar('cloud-firestore-emulator');
// Its first answers take seconds where others need the cores too.
jest.setTimeout(30_000);
if (jar === undefined) console.warn('The Firestore emulator of the gcloud SDK is not installed: Firestore is only tried against a fake.');

/** The emulator takes this for an administrator. */
const tokens: Tokens = { access: async () => 'owner', identity: async () => '' };

(jar === undefined ? describe.skip : describe)('on the official emulator', () => {
	let fake: FakeGoogle;
	let emulator: Emulator;
	beforeAll(async () => {
		fake = await startFakeGoogle();
		emulator = await startEmulator(['-cp', jar ?? '', 'com.google.cloud.datastore.emulator.firestore.CloudFirestore']);
	}, 60_000);
	afterAll(async () => {
		await emulator.close();
		await fake.close();
	});

	/** A database of its own, as two instances see it. The rest is the fake's. */
	const stage = (functions: readonly string[] = []) => {
		const { env } = deployStage(fake, functions);
		const here = { ...env, WEBHOOK_ENDPOINT_FIRESTORE: emulator.url };
		const [plain, official] = [createClient({ env }), createClient({ env: here, tokens, timeoutMillis: 20_000 })];
		const client: typeof plain = (request) => (request.service === 'firestore' ? official : plain)(request);
		return (options = {}) => cloudOf(here, { client, ...options });
	};
	const opened = <Port>(port: (cloud: ReturnType<typeof cloudOf>) => Port) => {
		const cloud = stage();
		return { one: port(cloud()), other: port(cloud()), close: async () => {} };
	};

	describe('events', () => eventsConformance(async () => opened(({ events }) => events)));
	describe('records', () => recordsConformance(async () => opened(({ records }) => records)));
	describe('openings', () => openingsConformance(async () => opened(({ openings }) => openings)));
	eraseConformance('Firestore', async () => ({ ...stage(['ledger'])({ now: () => noon }), close: () => undefined }));

	it('what is right and what is wrong is answered as the fake answers it', async () => {
		const { prefix } = deployStage(fake);

		const official = await firestoreAnswers(askRaw(emulator.url, 'owner'), `${prefix}events`);

		expect(official).toEqual(await firestoreAnswers(askRaw(fake.url, accessToken), `${prefix}events`));
	});

	it('a condition that does not hold, and a document that is gone, are told alike', async () => {
		const client = createClient({ env: { WEBHOOK_ENDPOINT_FIRESTORE: emulator.url }, tokens });
		const documents = createDocuments(jsonCall(client, 'firestore'), 'test-project', 'conditions');
		const fields = { a: { stringValue: 'b' } };
		const before = await documents.put('events', 'x', { fields, condition: { exists: false } });
		const updateTime = before ?? '';

		const again = await documents.put('events', 'x', { fields, condition: { exists: false } });
		const changed = await documents.put('events', 'x', { fields: { a: { stringValue: 'c' } }, condition: { updateTime } });
		const stale = await documents.put('events', 'x', { fields, condition: { updateTime } });
		await documents.remove('events', 'x');
		const gone = await documents.put('events', 'x', { fields, condition: { updateTime: changed ?? '' } });

		expect([updateTime.length > 0, again, changed !== updateTime, stale, gone]).toEqual([true, undefined, true, undefined, undefined]);
	});
});
