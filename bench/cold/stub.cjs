// What answers for DynamoDB, SQS and SSM, at once: writes the ports of three servers to its output, and ends with its input.
const { createHash } = require('node:crypto');
const { createServer } = require('node:http');

const [secret] = process.argv.slice(2);
const md5 = (text) => createHash('md5').update(text).digest('hex');

const answers = {
	GetItem: () => ({}),
	PutItem: () => ({}),
	UpdateItem: () => ({}),
	GetParameter: ({ Name }) => ({ Parameter: parameter(Name) }),
	GetParameters: ({ Names }) => ({ Parameters: Names.filter((name) => name.endsWith('_SECRET')).map(parameter), InvalidParameters: [] }),
	SendMessage: ({ MessageBody }) => ({ MessageId: '1', MD5OfMessageBody: md5(MessageBody) }),
	SendMessageBatch: ({ Entries }) => ({
		Successful: Entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) })),
		Failed: [],
	}),
};
const parameter = (Name) => ({ Name, Type: 'SecureString', Value: secret, Version: 1 });

const servers = [0, 1, 2].map(() =>
	createServer((request, response) => {
		const chunks = [];
		request.on('data', (chunk) => chunks.push(chunk));
		request.on('end', () => {
			const [, action] = request.headers['x-amz-target'].split('.');
			const body = JSON.stringify(answers[action](JSON.parse(Buffer.concat(chunks))));
			response.writeHead(200, { 'content-type': request.headers['content-type'], 'content-length': Buffer.byteLength(body) }).end(body);
		});
	}),
);
Promise.all(servers.map((server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port))))).then(
	(ports) => process.stdout.write(`${ports.join(' ')}\n`),
);
process.stdin.on('end', () => process.exit()).resume();
