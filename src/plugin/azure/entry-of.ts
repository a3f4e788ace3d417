import { splitHandler } from '../check-handler.ts';
import type { Functions } from '../serverless.ts';
import { type AppName, called, functionsOf, type Plan, queued, sweepName } from './plan.ts';

/** Every minute, at its start: https://learn.microsoft.com/en-us/azure/azure-functions/functions-bindings-timer#ncrontab-expressions */
const everyMinute = '0 * * * * *';

/** The module that an app's bundle begins with: it registers each function with what wakes it. Paths are from the service's folder. */
export function entryOf(app: AppName, functions: Functions, { routes }: Pick<Plan, 'routes'>): string {
	const names = functionsOf(app, routes);
	const [taking, calls] = [queued(routes), called(routes)];
	const lines = names.map((name, index) => {
		const { module, exported } = splitHandler(functions[name]?.handler ?? '');
		const from = JSON.stringify(`./${module}`);
		const paths = [...new Set(routes.routes.flatMap(({ function: of, path }) => (of === name && path !== undefined ? [path] : [])))];
		const wakes = {
			...(paths.length > 0 && { paths }),
			...(taking.includes(name) && { queue: name }),
			...(calls.includes(name) && { calls: true }),
		};
		return { load: `import { ${exported} as handler${index} } from ${from};`, register: registration(name, `handler${index}`, wakes) };
	});
	const sweep = {
		load: `import { handler as sweep } from './src/clouds/azure/sweep.ts';`,
		register: registration(sweepName, 'sweep', { timer: everyMinute }),
	};
	const all = app === 'functions' ? [...lines, sweep] : lines;
	return [
		`import { register } from './src/clouds/azure/register.ts';`,
		...all.map(({ load }) => load),
		...all.map((each) => each.register),
		'',
	].join('\n');
}

function registration(name: string, handler: string, wakes: object): string {
	const rest = Object.entries(wakes).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
	return `register({ ${[`name: ${JSON.stringify(name)}`, `handler: ${handler}`, ...rest].join(', ')} });`;
}
