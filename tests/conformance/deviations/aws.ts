import type { Deviation } from './deviation.ts';

const gateway = 'tests/plugin/local/gateway.test.ts';

export const aws: readonly Deviation[] = [
	{
		cloud: 'aws',
		what: 'API Gateway answers 404 in its own words where no route is: `{"message":"Not Found"}`',
		why: 'the request reaches no function; the local gateway, which stands for API Gateway in the tests, says `source-unknown`',
		link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html',
	},
	{
		cloud: 'aws',
		what: 'API Gateway takes 10 MB, and Lambda 6 MB in one call, base64 included: a form or a binary body of over 4.5 MB is a 413, or a 500, of theirs',
		why: 'the request reaches no function. The local gateway has the same bound, and answers `body-too-large`',
		link: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
		test: gateway,
	},
	{
		cloud: 'aws',
		what: 'API Gateway takes 10,240 bytes of request line and headers',
		why: 'the request reaches no function',
		link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html',
	},
	{
		cloud: 'aws',
		what: 'API Gateway waits 30 s for a function, then answers 503; a function that fails is `{"message":"Internal Server Error"}`',
		why: 'the function has no say any more; what it had begun runs on',
		link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html',
		test: gateway,
	},
	{
		cloud: 'aws',
		what: 'API Gateway joins a header that comes twice by a comma, and takes cookies out of the headers',
		why: 'the same is done on every cloud, so that one delivery looks the same on all',
		link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html',
		test: 'tests/clouds/aws/read-event.test.ts',
	},
];
