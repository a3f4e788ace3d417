import { desk } from './desk-mutants.ts';
import { durability } from './durability-mutants.ts';
import { input } from './input-mutants.ts';
import { privacy } from './privacy-mutants.ts';
import { proofs } from './proof-mutants.ts';
import { publishedKeys } from './published-key-mutants.ts';
import { verification } from './verification-mutants.ts';

export const mutants = [...verification, ...publishedKeys, ...proofs, ...input, ...durability, ...privacy, ...desk];
