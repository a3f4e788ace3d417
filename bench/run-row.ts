// Measures one row, in a process of its own: `node bench/run-row.ts rows/accepted.ts [without-peers]`.
import { join } from 'node:path';
import type { Measure } from './line.ts';

const [file = '', mode] = process.argv.slice(2);
const { measure } = (await import(join(import.meta.dirname, file))) as { readonly measure: Measure };
process.stdout.write(`\n${JSON.stringify(await measure({ peers: mode !== 'without-peers' }))}\n`, () => process.exit());
