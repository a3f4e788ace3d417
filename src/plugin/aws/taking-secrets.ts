import { itemKey } from '../../clouds/aws/table.ts';
import { providers } from '../../providers/providers.ts';
import { secretName } from '../../webhook/source.ts';
import { bringsSecret } from '../brings-secret.ts';
import { providerOf } from '../provider-of.ts';
import type { Plan } from './plan.ts';
import { allow, onKeys, parameterArn, type Statement } from './statement.ts';

/** Where a sender brings its secret: look whether the source is open, keep the secret where there is none, and close the source. */
export function takingSecrets(sources: readonly string[], plan: Plan): readonly Statement[] {
	const open = sources.filter((name) => brings(name, plan));
	if (open.length === 0) return [];
	return [
		onKeys(
			['dynamodb:GetItem', 'dynamodb:DeleteItem'],
			open.map((name) => itemKey('opening', name)),
		),
		allow(
			['ssm:PutParameter'],
			open.map((name) => parameterArn(secretName(name, 'WEBHOOK_SECRET'), plan)),
			// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policy-conditions.html#overwrite-condition
			{ StringNotEquals: { 'ssm:Overwrite': 'true' } },
		),
	];
}

function brings(name: string, { routes }: Plan): boolean {
	const source = routes.sources[name];
	return source !== undefined && bringsSecret(providerOf(source, providers));
}
