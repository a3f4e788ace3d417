import { expect, it } from '@jest/globals';
import { readTraceparent } from '../../../src/clouds/aws/read-traceparent.ts';

const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';
const trace = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8';

it.each([
	[`${root};Parent=53995c3f42cd8ad8;Sampled=1`, `${trace}-01`],
	[`${root};Parent=53995c3f42cd8ad8;Sampled=0`, `${trace}-00`],
	[`${root};Parent=53995c3f42cd8ad8`, `${trace}-00`],
	[`${root};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:a87bd80c:0`, `${trace}-01`],
	[`Self=1-67891234-12456789abcdef012345678; ${root}; Parent=53995c3f42cd8ad8; Sampled=1`, `${trace}-01`],
])('%s is X-Ray’s trace', (header, traceparent) => {
	expect(readTraceparent(header)).toBe(traceparent);
});

it.each([
	undefined,
	'',
	root,
	'Parent=53995c3f42cd8ad8;Sampled=1',
	'Root=1-5759E988-BD862E3FE1BE46A994272793;Parent=53995c3f42cd8ad8',
	'Root=1-5759e988-bd862e3fe1be46a99427279;Parent=53995c3f42cd8ad8',
	`${root}0;Parent=53995c3f42cd8ad8`,
	`${root};Parent=53995c3f42cd8ad80`,
	`${root};Parent=${'x'.repeat(100_000)}`,
])('without a whole one, as with %j, a new trace begins', (header) => {
	const traceparent = readTraceparent(header);

	expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
	expect(traceparent.slice(3, 35)).not.toBe('5759e988bd862e3fe1be46a994272793');
});
