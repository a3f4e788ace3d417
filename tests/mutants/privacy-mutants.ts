import type { Mutant } from './mutant.ts';

const keeping = ['tests/keeping', 'tests/middleware', 'tests/parsers'];
const forgetting = ['tests/clouds/local', 'tests/clouds/aws/events', 'tests/middleware', 'tests/plugin/commands/forget'];

/** What is not kept, or not readable, or not any more. */
export const privacy: readonly Mutant[] = [
	{
		without: 'redaction before anything is kept',
		file: 'src/middleware/as-kept.ts',
		find: 'const bytes = rules ? kept(rules) : delivery.rawBody;',
		replace: 'const bytes = rules && kept([]) ? delivery.rawBody : delivery.rawBody;',
		by: keeping,
	},
	{
		without: 'keeping nothing of a body that can not be redacted',
		file: 'src/middleware/as-kept.ts',
		find: 'const redact = malformed ? undefined : redactionOf(delivery, provider);',
		replace: 'const redact = malformed ? (text: string) => text : redactionOf(delivery, provider);',
		by: keeping,
	},
	{
		without: 'a key for the digest of a value',
		file: 'src/middleware/storage-key.ts',
		find: "createHmac('sha256', own).update(of)",
		replace: "createHmac('sha256', own.subarray(0, 0)).update(of)",
		by: keeping,
	},
	{
		without: 'sealing',
		file: 'src/middleware/keep-bytes.ts',
		find: '(sealing ? seal(bytes, sealing, place) : bytes)',
		replace: '(sealing && place === undefined ? seal(bytes, sealing, place) : bytes)',
		by: keeping,
	},
	{
		without: 'the place that sealed bytes are bound to',
		file: 'src/middleware/seal.ts',
		find: "JSON.stringify(['event', source, id])",
		replace: "JSON.stringify(['event'])",
		by: keeping,
	},
	{
		without: 'another key for another source',
		file: 'src/middleware/storage-key.ts',
		// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a file.
		find: '`hookport ${use} ${source}`',
		// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a file.
		replace: '`hookport ${use} ${source.slice(0, 0)}`',
		by: keeping,
	},
	{
		without: 'the previous storage key',
		file: 'src/middleware/storage-key.ts',
		find: 'values.flatMap((value) => usable(value, source))',
		replace: 'values.slice(0, 1).flatMap((value) => usable(value, source))',
		by: keeping,
	},
	{
		without: 'the form of a storage key',
		file: 'src/middleware/storage-key.ts',
		find: 'if (key.length !== bytes || key.toString',
		replace: 'if (key.length < 1 && key.toString',
		by: [...keeping, 'tests/plugin/commands'],
	},
	{
		without: 'forgetting the body',
		file: 'src/webhook/forgotten.ts',
		find: 'body: Buffer.isBuffer(body) ? Buffer.alloc(0) : body,',
		replace: 'body,',
		by: forgetting,
	},
	{
		without: 'the end of what waits, when it is forgotten',
		file: 'src/webhook/forgotten.ts',
		find: "if (run.status === 'pending') return {",
		replace: "if (run.status === 'pending' && run.attempts > 1e6) return {",
		by: forgetting,
	},
	{
		without: 'leaving nothing of a run that ends after it was forgotten',
		file: 'src/clouds/change-runs.ts',
		find: 'record.forgottenAt === undefined ? next : forgetRun(next)',
		replace: 'next',
		by: forgetting,
	},
	{
		without: 'overwriting what is deleted',
		file: 'src/clouds/local/open-database.ts',
		find: "db.exec('PRAGMA secure_delete = ON');",
		replace: '',
		by: forgetting,
	},
	{
		without: 'cutting the log of the store',
		file: 'src/clouds/local/events.ts',
		find: 'await cutLog();',
		replace: '',
		by: forgetting,
	},
	{
		without: 'removing bytes that a second copy of a forgotten event brought',
		file: 'src/middleware/store-events.ts',
		find: 'if (!held) await dropBytes(bytes, platform.cloud);',
		replace: '',
		by: forgetting,
	},
	{
		without: 'the time of erasing in an item on AWS',
		file: 'src/clouds/aws/event-item.ts',
		find: '...(eraseAt && { eraseAt: readNumber(eraseAt) }),',
		replace: '',
		by: ['tests/clouds/aws'],
	},
	{
		without: 'waiting until nobody needs an event, before it is erased',
		file: 'src/webhook/run.ts',
		find: 'return runTimes(record).length === 0 && ',
		replace: 'return ',
		by: ['tests/clouds/local/erase', 'tests/simulation'],
	},
	{
		without: 'leaving bytes to the other events of their delivery',
		file: 'src/clouds/erase.ts',
		find: 'if (names && other.forgottenAt === undefined && !isOver(other, now)) return true;',
		replace: '',
		by: ['tests/clouds/local/erase', 'tests/simulation'],
	},
	{
		without: 'the sweep erasing what is over',
		file: 'src/clouds/sweep.ts',
		find: 'isOver(record, broom.now) ? erase(record) : sweepRuns(record, broom)',
		replace: 'sweepRuns(record, broom)',
		by: ['tests/clouds/local/erase', 'tests/simulation'],
	},
	{
		without: 'a dead letter that says only what can be taken back',
		file: 'src/webhook/forgotten.ts',
		find: "return reason.split(':', 1).join('');",
		replace: 'return reason;',
		by: ['tests/clouds/local', 'tests/clouds/aws/queue', 'tests/attack/canary'],
	},
];
