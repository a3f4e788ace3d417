/** Where each row is measured, in the order of the table. */
export const rowFiles: readonly { readonly file: string; readonly rows: readonly number[] }[] = [
	{ file: 'rows/accepted.ts', rows: [1, 2, 3] },
	{ file: 'rows/refused.ts', rows: [4] },
	{ file: 'rows/verify.ts', rows: [5] },
	{ file: 'rows/cold-function.ts', rows: [6] },
	{ file: 'rows/cold-endpoint.ts', rows: [7] },
	{ file: 'rows/bundles.ts', rows: [8] },
	{ file: 'rows/overhead.ts', rows: [9] },
	{ file: 'rows/durable.ts', rows: [10] },
	{ file: 'rows/growth.ts', rows: [11] },
];
