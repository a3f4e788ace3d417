// `npm run start:google`: serves the packaged functions under Google's functions-framework, with fakes of Google's services behind them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudFunction, Plan } from '../src/plugin/google/plan.ts';
import { type FakeGoogle, startFakeGoogle } from '../tests/clouds/google/fake-google.ts';
import { googleHeaders } from '../tests/clouds/google/google-headers.ts';
import { startFrontEnd } from '../tests/clouds/start-front-end.ts';
import { functionProcesses } from './local-run/function-processes.ts';
import { type Packaged, runPackaged } from './local-run/run-packaged.ts';

/** Between two runs of the sweep, as the scheduler has it. */
const sweepMillis = 60_000;

await runPackaged({ name: 'google', under: "Google's functions-framework", params: ['--param', 'project=test-project'], start });

async function start(packaged: Packaged): Promise<() => Promise<void>> {
	const { routes, folder, port, secrets } = packaged;
	const plan = JSON.parse(readFileSync(join(folder, 'hookport-google.json'), 'utf8')) as Plan;
	const google = await startFakeGoogle();
	const processes = functionProcesses({
		folder,
		onLine: packaged.onLine,
		env: (one) => environmentOf(one, packaged, { plan, google, inside: inside.port }),
	});
	const byName = new Map(plan.functions.map((each) => [each.name, each]));
	// What is behind the URLs of functions: pushes, calls and the scheduler come here.
	const inside = await startFrontEnd({
		targetOf: async (url) => {
			const [, name = '', ...rest] = url.split('/');
			const found = byName.get(name);
			return found && { port: await processes.portOf(found), path: `/${rest.join('/')}` };
		},
	});
	deployTo(google, { plan, secrets, inside: inside.port });
	const front = await startFrontEnd({
		port,
		targetOf: async (path) => {
			const route = routes.routes.find((each) => each.path === path.split('?')[0]);
			const found = plan.functions.find((each) => each.public && each.of === route?.function);
			return found && { port: await processes.portOf(found), path };
		},
		adds: googleHeaders,
	});
	const sweep = () => void fetch(`http://127.0.0.1:${inside.port}/${plan.schedule.function}/_sweep`, { method: 'POST' }).catch(() => {});
	const sweeping = setInterval(sweep, sweepMillis);
	return async () => {
		clearInterval(sweeping);
		await front.close();
		await inside.close();
		await processes.close();
		await google.close();
	};
}

type Means = { readonly plan: Plan; readonly google: FakeGoogle; readonly inside: number };

function environmentOf({ of, environment, secrets: own }: CloudFunction, { secrets, url }: Packaged, { plan, google, inside }: Means) {
	const given = Object.entries(secrets).filter(([name]) => own.includes(name));
	return {
		...google.env(of, plan.prefix),
		...environment,
		...Object.fromEntries(given),
		WEBHOOK_PUBLIC_URL: process.env.WEBHOOK_PUBLIC_URL || url,
		WEBHOOK_ENDPOINT_FUNCTIONS: `http://127.0.0.1:${inside}`,
	};
}

/** Topics and subscriptions as the plan has them. */
function deployTo(
	google: FakeGoogle,
	{ plan, secrets, inside }: { readonly plan: Plan; readonly secrets: Packaged['secrets']; readonly inside: number },
): void {
	const { prefix } = plan;
	const pushed = plan.subscriptions.flatMap(({ name, push }) => (push ? [[name.slice(prefix.length), push.function] as const] : []));
	const pushTo = pushed.map(
		([name, target]) => [name === 'given-up' ? 'webhook-sweep' : name, `http://127.0.0.1:${inside}/${target}`] as const,
	);
	const functions = pushed.map(([name]) => name).filter((name) => name !== 'given-up');
	google.deploy({ prefix, functions, pushTo: Object.fromEntries(pushTo), secrets: Object.keys(secrets) });
	for (const [name, value] of Object.entries(secrets)) google.setSecret(name, value, prefix);
}
