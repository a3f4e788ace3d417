import { createGoogle } from '../../../src/plugin/google/clients.ts';
import { deploy } from '../../../src/plugin/google/deploy/deploy.ts';
import type { Plan } from '../../../src/plugin/google/plan.ts';
import { zipOf } from '../../../src/plugin/zip.ts';
import type { ControlPlane } from './fake-control-plane/fake-control-plane.ts';

/** A deployment in this process, over the real client, to the control plane. Nobody waits. */
export function deployingTo(plane: ControlPlane, plan: Plan, source = 'exports.handler = 1;') {
	const printed: string[] = [];
	const waits: number[] = [];
	const wait = async (milliseconds: number) => void waits.push(milliseconds);
	return {
		plan,
		printed,
		waits,
		google: createGoogle({ project: plan.project, env: plane.env, wait }),
		zipOf: (name: string) => zipOf(new Map([['index.js', Buffer.from(`${source} // ${name}`)]])),
		print: (line: string) => void printed.push(line),
		progress: () => {},
		wait,
		now: Date.now,
	};
}

export async function deployTo(plane: ControlPlane, plan: Plan, source?: string): Promise<readonly string[]> {
	const asked = deployingTo(plane, plan, source);
	await deploy(asked);
	return asked.printed;
}
