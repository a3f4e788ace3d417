import { durability } from './durability-mutants.ts';
import { input } from './input-mutants.ts';
import { privacy } from './privacy-mutants.ts';
import { publishedKeys } from './published-key-mutants.ts';
import { verification } from './verification-mutants.ts';

export const mutants = [...verification, ...publishedKeys, ...input, ...durability, ...privacy];
