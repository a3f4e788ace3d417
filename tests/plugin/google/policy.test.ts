import { describe, expect, it } from '@jest/globals';
import { isOursOnProject } from '../../../src/plugin/google/deploy/make-identities.ts';
import { merged, ofStage } from '../../../src/plugin/google/deploy/policy.ts';

const email = 'shop-prod-stripe@my-project.iam.gserviceaccount.com';
const ours = `serviceAccount:${email}`;
const isOurs = ofStage([email]);
const role = 'roles/pubsub.publisher';

describe('a policy with our grants', () => {
	it.each([
		['others’ members', [{ role, members: ['user:a@b.c'] }], [{ role, members: [ours] }], [{ role, members: [ours, 'user:a@b.c'] }]],
		['what we no longer want', [{ role, members: [ours, 'user:a@b.c'] }], [], [{ role, members: ['user:a@b.c'] }]],
		['what is left of a deleted identity', [{ role, members: [`deleted:${ours}?uid=123`] }], [], []],
		['what is there already', [{ role, members: [ours] }], [{ role, members: [ours] }], [{ role, members: [ours] }]],
	])('given %s → others keep theirs, and ours are as wanted', (_given, bindings, wanted, expected) => {
		expect(merged(bindings, wanted, isOurs)).toEqual(expected);
	});

	it('given one role under two conditions → they stay apart', () => {
		const under = (title: string) => ({ role, members: [ours], condition: { title, expression: title } });

		expect(merged([under('one')], [under('one'), under('two')], isOurs)).toEqual([under('one'), under('two')]);
	});

	it('on the project → another stage’s and everybody else’s grants stay, also those of our identity under a condition of somebody’s', () => {
		const theirs = [
			{
				role: 'roles/datastore.user',
				members: ['serviceAccount:x@y.iam.gserviceaccount.com'],
				condition: { title: 'hookport shop-dev-events', expression: 'a' },
			},
			{ role: 'roles/owner', members: ['user:admin@example.com'] },
			{ role: 'roles/viewer', members: [ours], condition: { title: 'until June', expression: 'b' } },
		];
		const old = {
			role: 'roles/datastore.user',
			members: ['serviceAccount:gone@y'],
			condition: { title: 'hookport shop-prod-events', expression: 'c' },
		};

		expect(
			merged([...theirs, old, { role: 'roles/logging.logWriter', members: [ours] }], [], isOursOnProject('shop-prod-', [email])),
		).toEqual(theirs);
	});
});
