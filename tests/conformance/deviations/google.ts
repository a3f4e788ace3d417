import { type Deviation, reached } from './deviation.ts';

const framework = 'https://github.com/GoogleCloudPlatform/functions-framework-nodejs/blob/main/src/server.ts';
const unparsed = 'tests/clouds/google/take-exact-bytes.test.ts';
const hidden = 'avoided: `src/clouds/google/take-exact-bytes.ts` hides from it what it would act on';

export const google: readonly Deviation[] = [
	{
		cloud: 'google',
		what: 'every path below the URL of a function reaches the function',
		why: 'each function has a URL of its own, and there is no gateway that knows paths; a function of one source takes every path for its own',
		link: 'https://cloud.google.com/run/docs/triggering/https-request',
		http: {
			'a path that is encoded for no need': reached(),
			'a path with odd encoding': reached(),
			'a path with a slash at its end': reached(),
			'a path in capitals': reached(),
			'a path with dots': reached(),
			'a path that nobody has': reached(),
			'/favicon.ico': reached(),
			'/robots.txt': reached(),
		},
	},
	{
		cloud: 'google',
		what: 'the functions-framework parses a body before the function sees it: malformed JSON, JSON that is no object, an unknown charset, 1,001 fields of a form are 400, 413 or 415 with a stack',
		why: hidden,
		link: framework,
		test: unparsed,
	},
	{
		cloud: 'google',
		what: 'the functions-framework prints a body that it can not parse to stderr, and so to the log',
		why: hidden,
		link: framework,
		test: unparsed,
	},
	{
		cloud: 'google',
		what: 'the functions-framework unzips a body, up to 1 GB, so that a signature over what was sent does not fit',
		why: hidden,
		link: framework,
		test: unparsed,
	},
	{
		cloud: 'google',
		what: 'the functions-framework drops a body without a content type; `rawBody` is undefined then, and for an empty body',
		why: `${hidden}; no \`rawBody\` is read as no bytes`,
		link: framework,
		test: unparsed,
	},
	{
		cloud: 'google',
		what: 'the functions-framework answers /favicon.ico and /robots.txt with 404, and a path that can not be decoded with 400 and a stack',
		why: hidden,
		link: framework,
		test: unparsed,
	},
	{
		cloud: 'google',
		what: 'Cloud Run takes 32 MB in a request over HTTP/1',
		why: 'the request reaches no function',
		link: 'https://cloud.google.com/run/quotas#request_limits',
	},
	{
		cloud: 'google',
		what: 'Pub/Sub waits between two pushes as the subscription says, from 10 s to 600 s, whatever the function asks for',
		why: 'a push is answered with a status and nothing else; `retry.backoff` becomes the back-off of the subscription',
		link: 'https://cloud.google.com/pubsub/docs/handling-failures#exponential_backoff',
		test: 'tests/clouds/google/dispose.test.ts',
	},
	{
		cloud: 'google',
		what: 'Pub/Sub gives a message up after at most 100 pushes, into a topic that keeps nothing unless it has a subscription',
		why: 'avoided: our own limit of attempts is lower, and the topic `given-up` is pushed to the sweep, which ends the run as dead',
		link: 'https://cloud.google.com/pubsub/docs/dead-letter-topics',
		test: 'tests/clouds/google/chains.test.ts',
	},
];
