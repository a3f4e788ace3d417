// A peer's work beside the limit's, in a process of its own: `run-peer.ts stock github-8k`. Prints how many times the limit's time it takes.
import { type CaseName, caseOf, limitOf } from '../cases.ts';
import { compare } from '../measure.ts';
import { refusedCase } from '../refused-case.ts';
import { peers } from './peers.ts';

const [name = '', caseName = '', mode] = process.argv.slice(2);
const refused = mode === 'refused';
const one = refused ? refusedCase(caseName as CaseName) : caseOf(caseName as CaseName);
const peer = peers[name];
if (peer === undefined) throw new Error(`there is no peer ${name}`);
const work = await peer(one, refused);
const { ratio } = await compare([limitOf(one, { parse: !refused }), work]);
process.stdout.write(`\n${JSON.stringify(ratio[1])}\n`, () => process.exit());
