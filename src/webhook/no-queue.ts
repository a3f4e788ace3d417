/** A function's queue does not exist: the function is deployed no more. */
export class NoQueue extends Error {
	override readonly name = 'NoQueue';
}
