import { isUtf8 } from 'node:buffer';

/**
 * A path as the host passes it on: Kestrel decodes what is percent-encoded (but %2F), resolves dot segments, and `PathString` encodes it again. So `%41` comes as `A`, `%7e` as `~`.
 * https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel; PathNormalizer and UrlDecoder in https://github.com/dotnet/aspnetcore
 */
export function normalPath(raw: string): string {
	return encode(withoutDots(decode(raw)));
}

function decode(raw: string): string {
	return raw.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
		run
			.split(/(%2f)/i)
			.map((part) => {
				const bytes = Buffer.from(part.replaceAll('%', ''), 'hex');
				return /^%2f$/i.test(part) || !isUtf8(bytes) ? part : bytes.toString();
			})
			.join(''),
	);
}

function withoutDots(path: string): string {
	const kept: string[] = [];
	for (const segment of path.split('/').slice(1)) {
		if (segment === '..') kept.pop();
		else if (segment !== '.') kept.push(segment);
	}
	return `/${kept.join('/')}`;
}

/** What is percent-encoded still stays as it is. */
function encode(path: string): string {
	return path.replace(/%(?![0-9a-f]{2})|[^\w!$&'()*+,\-./:;=@~%]/giu, (one) => encodeURIComponent(one));
}
