// The least of Lambda's runtime for Node: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
const { Agent, request } = require('node:http');
const { resolve } = require('node:path');
const { env } = process;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function ask(method, path, body = '') {
	return new Promise((answered, failed) => {
		const url = `http://${env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/${path}`;
		const sent = request(url, { method, agent, headers: { 'content-length': Buffer.byteLength(body) } }, async (answer) => {
			const chunks = [];
			for await (const chunk of answer) chunks.push(chunk);
			answered({ headers: answer.headers, body: Buffer.concat(chunks).toString() });
		});
		sent.on('error', failed).end(body);
	});
}

function load() {
	const [, file, name] = /^(.*)\.([^./]+)$/.exec(env._HANDLER);
	const handler = require(resolve(env.LAMBDA_TASK_ROOT, `${file}.cjs`))[name];
	if (typeof handler !== 'function') throw Object.assign(new Error(`${env._HANDLER} is no function`), { name: 'Runtime.HandlerNotFound' });
	// As of Node 24: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
	if (handler.length > 2) throw Object.assign(new Error('a callback'), { name: 'Runtime.CallbackHandlerDeprecated' });
	return handler;
}

const describe = (error) =>
	JSON.stringify(error instanceof Error ? { errorType: error.name, errorMessage: error.message } : { errorType: typeof error, errorMessage: String(error) });

async function serve(handler) {
	for (;;) {
		const { headers, body } = await ask('GET', 'invocation/next');
		const awsRequestId = headers['lambda-runtime-aws-request-id'];
		env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
		const getRemainingTimeInMillis = () => Number(headers['lambda-runtime-deadline-ms']) - Date.now();
		const context = { awsRequestId, functionName: env.AWS_LAMBDA_FUNCTION_NAME, getRemainingTimeInMillis };
		let outcome;
		try {
			outcome = ['response', JSON.stringify(await handler(JSON.parse(body), context)) ?? 'null'];
		} catch (error) {
			outcome = ['error', describe(error)];
		}
		await ask('POST', `invocation/${awsRequestId}/${outcome[0]}`, outcome[1]);
	}
}

let handler;
try {
	handler = load();
} catch (error) {
	ask('POST', 'init/error', describe(error)).then(() => process.exit(1));
}
if (handler) serve(handler);
