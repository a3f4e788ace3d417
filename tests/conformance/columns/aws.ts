import { deploy } from '../../clouds/aws/packaged/deploy.ts';
import { packageService } from '../../plugin/aws/package-service.ts';
import { secret, secretNames } from '../probe-service.ts';
import type { Column } from './column.ts';

/** The zips of `sls package` behind a Runtime API, with our gateway in the place of API Gateway. */
export async function startAws(dir: string): Promise<Column> {
	const stack = await deploy(dir, await packageService(dir, '--stage', 'prod'));
	for (const name of secretNames) stack.parameters.set(`/hookport/prod/${name}`, secret);
	return {
		cloud: 'aws',
		port: () => stack.port,
		adds: [],
		settle: () => stack.settle(),
		lines: () => stack.lines.map((line) => JSON.stringify(line)),
		close: stack.close,
	};
}
