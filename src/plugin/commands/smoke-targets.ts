import type { Route, Routes } from '../../webhook/source.ts';
import { readSamples } from './sample.ts';

/** One URL, and the type of the canary that is posted to it; without a type there is no sample to post. */
export type Target = { readonly source: string; readonly path: string; readonly type: string | undefined };

/** Each URL once, with a type that a function takes there where there is a sample of one. */
export function smokeTargets({ routes, sources }: Routes, source: string | undefined): readonly Target[] {
	const posted = routes.filter((route) => route.path !== undefined && (source === undefined || route.source === source));
	const paths = new Map(posted.map((route) => [route.path ?? '', route]));
	return [...paths].map(([path, route]) => {
		const samples = readSamples(sources[route.source]?.provider ?? '').map((sample) => sample.type);
		const own = routes.filter((each) => each.source === route.source && each.type !== undefined);
		return { source: route.source, path, type: typeAt(path, own, samples) };
	});
}

/** `own`: the routes with a type of the same source. What an endpoint takes is all that has no URL of its own. */
function typeAt(path: string, own: readonly Route[], samples: readonly string[]): string | undefined {
	const answered = own.filter((route) => route.path === path);
	if (answered.length > 0) return answered.find((route) => samples.includes(route.type ?? ''))?.type;
	const stored = own.filter((route) => route.path === undefined).map((route) => route.type ?? '');
	const elsewhere = own.filter((route) => route.path !== undefined).map((route) => route.type);
	return stored.find((type) => samples.includes(type)) ?? samples.find((type) => !elsewhere.includes(type));
}
