import type { Curl, CurlOf } from '../api.ts';
import { ask } from './ask.ts';

export async function curlOf(body: CurlOf): Promise<string> {
	const { curl } = await ask<Curl>('/api/curl', { body });
	return curl;
}
