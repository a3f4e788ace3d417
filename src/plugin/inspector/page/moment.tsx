import { tellTime, tellUtc, tellWhole } from './tell-time.ts';

export function Moment({ at, whole = false }: { readonly at: number; readonly whole?: boolean }) {
	return (
		<time dateTime={new Date(at).toISOString()} title={tellUtc(at)}>
			{whole ? tellWhole(at) : tellTime(at)}
		</time>
	);
}
