import { fields, found, type Json, masked, page, policyRules, type Rule, taken, wrong } from './rules.ts';
import type { State } from './state.ts';

const target = ['name', 'description', 'schedule', 'timeZone', 'attemptDeadline', 'httpTarget'];

/** Cloud Run, Cloud Scheduler and Cloud Logging. */
export function runRules(state: State): Readonly<Record<string, readonly Rule[]>> {
	return {
		run: run(state),
		cloudscheduler: scheduler(state),
		logging: [['POST', /^v2\/entries:list$/, (_, { body }) => entries(state, body)]],
	};
}

function run(state: State): readonly Rule[] {
	const one = /^v2\/(projects\/[^/]+\/locations\/[^/]+\/services\/[^/:]+)$/;
	const policy = /^v2\/(projects\/[^/]+\/locations\/[^/]+\/services\/[^/:]+):(get|set)IamPolicy$/;
	return [
		['GET', one, ([name = '']) => found(state.services, name)],
		[
			'PATCH',
			one,
			([name = ''], { query, body }) => {
				state.services.set(name, masked(found(state.services, name), fields(body, ['name', 'traffic']), query, ['traffic']));
				return state.operation({}, `${name.replace(/\/services\/.*/, '')}/operations/`);
			},
		],
		[
			'GET',
			/^v2\/(projects\/[^/]+\/locations\/[^/]+\/services\/[^/:]+)\/revisions$/,
			([name = ''], asked) => page(state.revisions.get(name) ?? [], 'revisions', asked),
		],
		...policyRules(policy, state.policies, (name) => found(state.services, name)),
		['GET', /^v2\/(projects\/.*\/operations\/[^/]+)$/, ([name = '']) => found(state.operations, name)],
	];
}

function scheduler(state: State): readonly Rule[] {
	const one = /^v1\/(projects\/[^/]+\/locations\/[^/]+\/jobs\/[^/]+)$/;
	return [
		['GET', one, ([name = '']) => found(state.jobs, name)],
		[
			'POST',
			/^v1\/projects\/[^/]+\/locations\/[^/]+\/jobs$/,
			(_, { body }) => {
				const given = fields(body, target, target);
				if (state.jobs.has(String(given.name))) throw taken(String(given.name));
				checkTarget(given, state);
				state.jobs.set(String(given.name), given);
				return given;
			},
		],
		[
			'PATCH',
			one,
			([name = ''], { query, body }) => {
				const next = masked(found(state.jobs, name), fields(body, target), query, target);
				checkTarget(next, state);
				state.jobs.set(name, next);
				return next;
			},
		],
		[
			'DELETE',
			one,
			([name = '']) => {
				found(state.jobs, name);
				state.jobs.delete(name);
				return {};
			},
		],
	];
}

function checkTarget({ httpTarget }: Json, state: State): void {
	const { uri, oidcToken } = fields(httpTarget, ['uri', 'httpMethod', 'oidcToken'], ['uri', 'httpMethod', 'oidcToken']);
	const { serviceAccountEmail, audience } = fields(oidcToken, ['serviceAccountEmail', 'audience'], ['serviceAccountEmail', 'audience']);
	const found = [...state.services].find(([, service]) => service.uri === audience);
	if (found === undefined || uri !== `${String(audience)}/_sweep`) throw wrong(`${String(uri)} is no function's`);
	if (!state.policies.grants(found[0], 'roles/run.invoker', `serviceAccount:${String(serviceAccountEmail)}`))
		throw wrong('the schedule is not let in');
}

/** As the filter asks: by service, since a time, and for a text. */
function entries({ logs }: State, body: Json): Json {
	const { filter, pageToken = 0 } = fields(
		body,
		['resourceNames', 'filter', 'orderBy', 'pageSize', 'pageToken'],
		['resourceNames', 'filter'],
	);
	const [, names = ''] = /service_name=\(([^)]*)\)/.exec(String(filter)) ?? [];
	const [, since = ''] = /timestamp>="([^"]+)"/.exec(String(filter)) ?? [];
	const all = logs.filter(({ service, timestamp }) => names.includes(`"${String(service)}"`) && String(timestamp) >= since);
	return page(all, 'entries', { query: new URLSearchParams({ pageToken: String(pageToken) }) });
}
