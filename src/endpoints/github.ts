import { github } from '../providers/github.ts';
import { receive } from '../receive.ts';

export const handler = receive(github);
