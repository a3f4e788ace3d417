/** Where this machine itself finds what listens there. */
export function urlOf(host: string, port: number): string {
	const name = ['127.0.0.1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host;
	return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
