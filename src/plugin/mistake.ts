/** Something in serverless.yml is wrong. The message is one line: where, what, and what to do. */
export class Mistake extends Error {
	override readonly name = 'Mistake';
}
