import type { Target } from '../../../e2e/post-sample.ts';
import type { Template } from '../../../plugin/aws/package-service.ts';
import { deploy, type Stack } from './deploy.ts';
import { makeUpParameters } from './parameters.ts';
import { packageWithProbes } from './probes.ts';

export type Running = { readonly stack: Stack; readonly target: Target; readonly close: () => Promise<void> };

/** Packages the sample service with its probes, sets it up as its template says, and gives it its secrets. `change` may shorten what takes long. */
export async function startPackaged(change = (template: Template) => template): Promise<Running> {
	const { dir, template, remove } = await packageWithProbes();
	const stack = await deploy(dir, change(template));
	const close = async () => {
		await stack.close();
		remove();
	};
	return { stack, target: makeUpParameters(dir, stack), close };
}
