type Row = { readonly title: string; readonly remedy: string };

/** Why a delivery was not believed, as far as it can be told; what is likelier stands first. */
export const diagnoses = {
	'clock-off': {
		title: 'It is signed rightly, but its time is too far from the time at which it came.',
		remedy:
			'If it is an old delivery that was sent again, have the provider send a new one; a saved request is old by nature. If new ones are refused too, set the clock of this machine.',
	},
	'secret-retired': {
		title: 'It is signed with a secret that was retired.',
		remedy: 'Give the sender the current secret, or the retired one back its place as `…_PREVIOUS` until the sender has changed.',
	},
	'secret-of-another-source': {
		title: 'It is signed with the secret of another source.',
		remedy: 'Give each source the secret of its own endpoint at the provider; two of them are mixed up.',
	},
	'meant-for-another-source': {
		title: 'It is a genuine delivery of another source, posted to the URL of this one.',
		remedy: 'Set the URL of that other source at the sender: `npx sls webhook urls` lists them.',
	},
	'header-renamed': {
		title: 'A header that proves it came under another name.',
		remedy: 'Let the proxy before the gateway pass headers on under their own names.',
	},
	'url-differs': {
		title: 'The sender signed another URL than the one that it is checked with.',
		remedy:
			'Set `WEBHOOK_PUBLIC_URL` to what the sender posts to, scheme and host, and set at the sender exactly the URL that `npx sls webhook urls` shows.',
	},
	'secret-copied-wrongly': {
		title: 'The secret was copied with white space, quotes or its own name around it, or the sender has it so.',
		remedy: 'Copy the secret from the provider again, and nothing but the secret.',
	},
	'secret-in-another-form': {
		title:
			'The secret is set in another form than the sender signs with: its prefix is missing, or its base64 or hex is decoded or is not.',
		remedy: 'Set the secret as the provider shows it; where a descriptor of your own reads it, change how it does (`key`).',
	},
	'newline-changed': {
		title: 'The line break at the end of the body was lost or added.',
		remedy: 'Let whatever stands before the gateway pass the bytes of the body on; with curl, that is `--data-binary`, not `--data`.',
	},
	'body-reserialised': {
		title: 'The body was parsed on its way and written again: it means the same, and its bytes are others.',
		remedy: 'Let whatever stands before the gateway pass the bytes of the body on, and parse nothing.',
	},
	'body-reencoded': {
		title: 'The body came in another encoding than it was signed in.',
		remedy: 'Let whatever stands before the gateway pass the bytes of the body on, without changing character set, compression or base64.',
	},
	'header-missing': {
		title: 'A header that proves it is not there.',
		remedy:
			'See that the sender has its secret set, or it signs nothing; that the proxy passes the header on; and that this is a delivery of the provider at all.',
	},
	'body-bytes-lost': {
		title: 'The body holds U+FFFD, which stands where bytes were read as text that they were not.',
		remedy: 'Let whatever stands before the gateway pass the body on as bytes; what was lost can not be put back.',
	},
	'body-compressed': {
		title: 'The body came compressed, and providers sign what it was before.',
		remedy: 'Let nothing before the gateway compress requests.',
	},
	'account-differs': {
		title: 'It names another account than the deliveries that were believed.',
		remedy:
			'See whether the sender is of the account, shop, workspace or mode whose secret is set here; a second one is a source of its own. Where the account is the right one, the secret is another.',
	},
} as const satisfies Record<string, Row>;

export type DiagnosisCode = keyof typeof diagnoses;
