import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
// Sound because the flag makes every new context have it.
const collect = runInNewContext('gc') as () => void;

/** Bytes that are still in use after a collection, buffers too. */
export function bytesInUse(): number {
	collect();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}
