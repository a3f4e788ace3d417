import { expect, it } from '@jest/globals';
import { ringCentral } from '../../src/providers/ring-central.ts';
import { delivery } from './deliveries.ts';

const identify = (event: unknown) => ringCentral.identify({ uuid: 'u-1', event, body: { a: 1 } }, delivery(''))[0];

it.each([
	['/restapi/v1.0/account/40015/extension/40017/presence?detailedTelephonyState=true', '/restapi/v1.0/account/~/extension/~/presence'],
	['/restapi/v1.0/subscription/a7c1d2e3-1b2c-4d3e-8f4a-5b6c7d8e9f00?threshold=60', '/restapi/v1.0/subscription/~'],
	['/team-messaging/v1/posts', '/team-messaging/v1/posts'],
	['/restapi/v1.0/account/~/telephony/sessions', '/restapi/v1.0/account/~/telephony/sessions'],
])('takes %s for the filter %s', (event, type) => {
	expect(identify(event)).toEqual({ id: 'u-1', type, payload: { a: 1 }, unsigned: ['id', 'type'] });
});

it.each([undefined, '', '?a=1', null, ['/restapi']])('takes no filter from %j', (event) => {
	expect(identify(event)?.type).toBeUndefined();
});
