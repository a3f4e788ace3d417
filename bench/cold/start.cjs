// One cold start: `node start.cjs <bundle> [<event>]`. Loads what Lambda's runtime has loaded (aws-lambda-ric 3.3, dist/index.mjs), then the bundle, and hands it the event.
for (const each of ['assert', 'fs', 'http', 'module', 'net', 'path', 'util']) require(`node:${each}`);
const { readFileSync } = require('node:fs');
const { pathToFileURL } = require('node:url');

const [file, eventFile] = process.argv.slice(2);
const event = eventFile && JSON.parse(readFileSync(eventFile, 'utf8'));
const context = { awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef', functionName: 'bench', getRemainingTimeInMillis: () => 10_000 };
process.stdout.write('\n');
const before = new Set(process.moduleLoadList);

const began = process.hrtime();
const loading = file.endsWith('.mjs') ? import(pathToFileURL(file).href) : require(file);
(async () => {
	const { handler } = await loading;
	const loaded = process.hrtime(began);
	const builtins = process.moduleLoadList.filter((each) => !before.has(each));
	const reply = event && (await handler(event, context));
	const replied = process.hrtime(began);
	const told = { load: millis(loaded), whole: millis(replied), status: reply?.statusCode, builtins };
	process.stdout.write(`\n${JSON.stringify(told)}\n`, () => process.exit());
})();

function millis([seconds, nanos]) {
	return seconds * 1e3 + nanos / 1e6;
}
