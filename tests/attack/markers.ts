/** What a test has in each place from which something could leak, by where it may be found afterwards. None is a part of another. */
export const markers = {
	/** In each secret of ours, and where a sender gives it back. */
	secret: 'Kx7Secret0',
	/** In each header that proves something, beside the right one. */
	credential: 'Kx7Credential0',
	/** In every field of the body besides id and type. */
	payload: 'Kx7Payload0',
	query: 'Kx7Query0',
	/** In a header that is kept. */
	header: 'Kx7Header0',
	/** In what a function answers. */
	reply: 'Kx7Reply0',
} as const;

export type Marker = keyof typeof markers;

/** Texts by the place where they were found. */
export type Traces = Readonly<Record<string, string>>;

/** The places where a text is, as it is, in hex or in base64. */
export function placesOf(text: string, traces: Traces): readonly string[] {
	const written = spellings(text);
	return Object.keys(traces)
		.filter((place) => written.some((each) => traces[place]?.includes(each)))
		.sort();
}

/** Where each marker is. */
export function placesOfAll(traces: Traces): Readonly<Record<Marker, readonly string[]>> {
	return {
		secret: placesOf(markers.secret, traces),
		credential: placesOf(markers.credential, traces),
		payload: placesOf(markers.payload, traces),
		query: placesOf(markers.query, traces),
		header: placesOf(markers.header, traces),
		reply: placesOf(markers.reply, traces),
	};
}

function spellings(text: string): readonly string[] {
	return [text, Buffer.from(text).toString('hex'), ...[0, 1, 2].map((before) => base64(text, before))];
}

/** What all texts have in common, in base64, that hold this one after so many bytes. */
function base64(text: string, before: number): string {
	const whole = Buffer.from('\0'.repeat(before) + text).toString('base64');
	return whole.replace(/=+$/, '').slice(Math.ceil((before * 8) / 6), -1);
}
