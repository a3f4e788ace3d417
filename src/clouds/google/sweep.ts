import { createSweep } from '../create-sweep.ts';
import { cloud } from './cloud.ts';

export const handler = createSweep(cloud);
