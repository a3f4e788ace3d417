import { deploy } from '../../clouds/aws/packaged/deploy.ts';
import { packageService } from '../../plugin/aws/package-service.ts';
import { secret } from '../probe-service.ts';
import type { Column } from './column.ts';

/** The zips of `sls package` behind a Runtime API, with our gateway in the place of API Gateway. */
export async function startAws(dir: string): Promise<Column> {
	const stack = await deploy(dir, await packageService(dir, '--stage', 'prod'));
	for (const source of ['ECHO', 'PROBE', 'DROPBOX']) stack.parameters.set(`/hookport/prod/${source}_WEBHOOK_SECRET`, secret);
	return {
		cloud: 'aws',
		port: () => stack.port,
		adds: [],
		lines: () => stack.lines.map((line) => JSON.stringify(line)),
		close: stack.close,
	};
}
