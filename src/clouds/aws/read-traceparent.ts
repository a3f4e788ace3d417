import { newTraceparent } from '../new-traceparent.ts';

/**
 * X-Ray's trace of this call (`_X_AMZN_TRACE_ID`) as a W3C `traceparent`: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 * A new one where there is none, or half of one.
 */
export function readTraceparent(header = ''): string {
	const [, time, random] = /(?:^|;) *Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)/.exec(header) ?? [];
	const parent = /(?:^|;) *Parent=([0-9a-f]{16})(?:;|$)/.exec(header)?.[1];
	if (time === undefined || parent === undefined) return newTraceparent();
	return `00-${time}${random}-${parent}-0${/(?:^|;) *Sampled=1(?:;|$)/.test(header) ? 1 : 0}`;
}
