// Measures the verification of one provider, as a bundle has it, in a process of its own: `node bench/verify-one.ts stripe [with-peers]`.
import { described } from '../tests/providers/deliveries.ts';
import { verifiersOf } from './peers/verifiers.ts';
import { besideLimit } from './verify-beside.ts';

const [id, mode] = process.argv.slice(2);
const provider = described.find((each) => each.id === id);
if (provider === undefined) throw new TypeError(`there is no provider ${id}`);
const found = await besideLimit(provider, {
	rounds: 61,
	warmMillis: 500,
	verifiers: mode === 'with-peers' ? await verifiersOf(provider.id) : [],
});
process.stdout.write(`\n${JSON.stringify(found)}\n`, () => process.exit());
