import { describe, expect, it } from '@jest/globals';
import { suggestProvider } from '../../src/plugin/nearest-provider.ts';
import { providers } from '../../src/providers/providers.ts';

describe('the nearest provider', () => {
	it.each([
		['whatsapp', '; did you mean "meta"?'],
		['facebook', '; did you mean "meta"?'],
		['sns', '; did you mean "aws-sns"?'],
		['x', '; did you mean "x-twitter"?'],
		['pubsub', '; did you mean "google-pubsub-push"?'],
		['event-grid', '; did you mean "azure-event-grid"?'],
		['twilio-sendgrid', '; did you mean "sendgrid"?'],
		['microsoftgraph', '; did you mean "microsoft-graph"?'],
		['ms-graph', '; the nearest is "microsoft-graph"'],
		['paddle-billing', '; the nearest is "paddle"'],
		['stripe-eu', '; the nearest is "stripe"'],
		['segment.io', '; did you mean "segment"?'],
		['strip', '; did you mean "stripe"?'],
		['sendgird', '; did you mean "sendgrid"?'],
		['salesforce', '; src/providers has all that there are'],
		['webhook', '; src/providers has all that there are'],
	])('given %s → %s', (wrong, text) => {
		expect(suggestProvider(wrong, providers)).toBe(text);
	});

	it('given a source of the project that is spelled nearly so → that one', () => {
		expect(suggestProvider('partnr', providers, ['partner'])).toBe('; did you mean "partner"?');
	});
});
