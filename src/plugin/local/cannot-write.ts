import { Mistake } from '../mistake.ts';
import { errorLine } from './error-line.ts';

/** What the user can put right about the data folder. */
export function cannotWrite(file: string, error: unknown): Mistake {
	return new Mistake(
		`${file} can not be written (${errorLine(error)}). Make the folder writable, make room on its disk, or set WEBHOOK_DATA_DIR to another one.`,
	);
}
