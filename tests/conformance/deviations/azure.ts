import { createHash } from 'node:crypto';
import { type Deviation, reached, unread } from './deviation.ts';

const rpc =
	'https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script.Grpc/MessageExtensions/GrpcMessageConversionExtensions.cs';
const library = 'https://github.com/Azure/azure-functions-nodejs-library/blob/v4.x/src/http/HttpRequest.ts';
const host = 'tests/clouds/azure/stand-in-host/stand-in-host.test.ts';
const nothing = { bytes: 0, sha256: createHash('sha256').digest('hex') };

export const azure: readonly Deviation[] = [
	{
		cloud: 'azure',
		what: 'a path is decoded and encoded again, and its dots are resolved, before it is matched or seen: `%65` is `e`',
		why: "ASP.NET does it in front of the worker. A scheme that signs the path signs the source's own, which has none of these",
		link: rpc,
		http: {
			'a path that is encoded for no need': reached({ path: '/webhooks/echo' }),
			'a path with dots': reached({ path: '/webhooks/echo' }),
		},
	},
	{
		cloud: 'azure',
		what: 'a route matches whatever the case, and with a slash at its end',
		why: 'that is how ASP.NET matches routes',
		link: 'https://learn.microsoft.com/aspnet/core/fundamentals/routing',
		http: { 'a path in capitals': reached(), 'a path with a slash at its end': reached() },
	},
	{
		cloud: 'azure',
		what: 'the host answers 404 without a body where no route is',
		why: 'the request reaches no function',
		link: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#customize-the-http-endpoint',
		http: {
			'a path with odd encoding': unread(404),
			'a path that nobody has': unread(404),
			'/favicon.ico': unread(404),
			'/robots.txt': unread(404),
		},
	},
	{
		cloud: 'azure',
		what: 'quotes and angle brackets in a query are percent-encoded',
		why: "the worker has a request's URL only as the URL class writes it. Browsers and HTTP libraries encode all of them but the apostrophe",
		link: 'https://url.spec.whatwg.org/#query-percent-encode-set',
		http: { 'a query with quotes and brackets': reached({ query: 'a=%271%27&b=%222%22&c=%3C3%3E&d={4}|^`' }) },
	},
	{
		cloud: 'azure',
		what: 'two headers of cookies are joined by a comma, as any two of a name',
		why: 'the host keeps one value for each header. No provider sends cookies',
		link: rpc,
		http: {
			'cookies in two headers': ({ verdict, seen }) => ({ ...verdict, seen: { ...seen, headers: { ...seen.headers, cookie: 'a=1,b=2' } } }),
		},
	},
	{
		cloud: 'azure',
		what: 'the body of a GET is thrown away',
		why: 'the Fetch standard, which the library follows, has no GET with a body. Such a delivery is no POST, and refused for that',
		link: library,
		http: { 'a GET with a body': reached(nothing) },
	},
	{
		cloud: 'azure',
		what: 'the body of a request that comes in chunks is lost on its way from host to worker',
		why: 'avoided: the apps take requests as streams',
		link: 'https://github.com/Azure/azure-functions-nodejs-worker/issues/524',
		test: host,
	},
	{
		cloud: 'azure',
		what: 'where an app takes requests as streams, the host answers nothing at all for a function that throws',
		why: 'avoided: what is thrown becomes a 500 before the host sees it',
		link: 'https://github.com/Azure/azure-functions-nodejs-library/issues/324',
		test: 'tests/clouds/azure/register.test.ts',
	},
	{
		cloud: 'azure',
		what: 'a reply that is a text gets the content type `text/plain;charset=UTF-8` where it has none',
		why: 'avoided: what is answered is bytes',
		link: 'https://fetch.spec.whatwg.org/#concept-bodyinit-extract',
		test: 'tests/conformance/conformance.test.ts',
	},
	{
		cloud: 'azure',
		what: 'the worker keeps one value for each header of an answer: of two `Set-Cookie` the last is sent',
		why: 'avoided: a reply has one value for each header, on every cloud',
		link: 'https://github.com/Azure/azure-functions-nodejs-library/blob/v4.x/src/converters/toRpcHttp.ts',
		test: host,
	},
	{
		cloud: 'azure',
		what: "TRACE and CONNECT are answered by the host, and 230 s after its request, a reply is the load balancer's own",
		why: 'the first can be no request of the Fetch standard; in the second case the function has no say any more',
		link: 'https://learn.microsoft.com/azure/azure-functions/functions-scale#timeout',
	},
	{
		cloud: 'azure',
		what: "the host owns a queue message's receipt, and has one delay for all messages of an app",
		why: 'avoided: a run that failed puts a copy with a delay of its own, then lets the host take the message away. Attempts are counted in the record',
		link: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#hostjson-properties',
		test: 'tests/clouds/azure/chains.test.ts',
	},
	{
		cloud: 'azure',
		what: 'the host moves a message that came too often to `<queue>-poison`, which nobody looks at',
		why: 'avoided: the sweep empties it, and ends the run as dead',
		link: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#poison-messages',
		test: 'tests/clouds/azure/chains.test.ts',
	},
	{
		cloud: 'azure',
		what: 'a function ends when the longest time-out of its app does, not at its own',
		why: 'the host has one limit for an app. A lease lasts as long, so no run begins while another may still go on',
		link: 'https://learn.microsoft.com/azure/azure-functions/functions-host-json#functiontimeout',
	},
];
