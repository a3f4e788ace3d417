/** Where nothing was found, by why the scheme did not believe it. */
export const unexplained: Readonly<Record<string, string>> = {
	'signature-mismatch':
		'Nothing was found that explains it. Nearly always it is another secret: compare it with the one that the provider shows.',
	'signature-malformed':
		'What should be a signature is none of the form that the provider sends: it was changed, cut or sent twice, or another sender made it.',
};
