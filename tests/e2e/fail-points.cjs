// Loaded into the real run and each of its threads by NODE_OPTIONS=--require. FAULT=<step>:<moment>:<n> kills the process when one of its threads comes to that
// moment for the n-th time. fail-points.ts lists the steps.
'use strict';

const crypto = require('node:crypto');
const files = require('node:fs/promises');
const { ServerResponse } = require('node:http');
const { DatabaseSync, StatementSync } = require('node:sqlite');
const { isMainThread } = require('node:worker_threads');

const [step, moment, nth = '1'] = (process.env.FAULT ?? '').split(':');
let left = Number(nth);

const reach = (reached, at) => {
	if (reached === step && at === moment && --left === 0) process.kill(process.pid, 'SIGKILL');
};

/** Calls `name` of `owner` as ever, and passes the step that `stepOf` says it is. */
const wrap = (owner, name, stepOf, after = () => {}) => {
	const original = owner[name];
	owner[name] = function (...args) {
		const reached = stepOf.call(this, ...args);
		if (reached !== undefined) reach(reached, 'before');
		const result = original.apply(this, args);
		if (reached !== undefined) after(reached, result);
		return result;
	};
};

/** What the open transaction has done: a thread has one connection, and one transaction at a time. */
let written = [];
const write = (reached) => {
	written.push(reached);
	reach(reached, 'written');
};

wrap(StatementSync.prototype, 'run', function (...args) {
	return statementStep(this.sourceSQL, args);
}, write);
wrap(StatementSync.prototype, 'all', function () {
	return this.sourceSQL.includes('due_at <= ?') ? 'sweep' : undefined;
}, (reached) => reach(reached, 'read'));
wrap(DatabaseSync.prototype, 'exec', (sql) => (sql.includes('CREATE TABLE') ? 'create' : sql === 'COMMIT' ? 'commit' : undefined), (reached) => {
	if (reached === 'create') return write(reached);
	const done = written;
	written = [];
	for (const one of done) reach(one, 'committed');
});
wrap(crypto, 'timingSafeEqual', () => 'verify', (reached) => reach(reached, 'verified'));
wrap(files, 'rename', (_, path) => (/[\\/]blobs[\\/]/.test(path) ? 'blob' : undefined), (reached, renamed) => renamed.then(() => reach(reached, 'written')));
wrap(ServerResponse.prototype, 'end', function () {
	return this.statusCode < 300 && this.req.url.startsWith('/webhooks/') ? 'answer' : undefined;
}, (reached) => reach(reached, 'written'));

function statementStep(sql, [first]) {
	if (sql.includes('INSERT INTO events')) return 'insert';
	if (sql.includes('INSERT INTO messages')) return isMainThread ? 'resend' : 'send';
	if (sql.includes('INSERT INTO letters')) return 'bury';
	if (sql.includes('INTO records')) return 'function';
	if (sql.includes('DELETE FROM messages')) return 'acknowledge';
	if (sql.includes('UPDATE messages')) return sql.includes('lease + 1') ? 'delay' : 'take';
	return sql.includes('UPDATE events') ? runStep(Object.values(JSON.parse(first.functions))[0]) : undefined;
}

/** How the run of the record's one function has changed. */
function runStep({ status, sent, lastError }) {
	if (status === 'running') return 'claim';
	if (status === 'done') return 'settle';
	if (status === 'dead') return sent ? 'mark' : 'die';
	return lastError === undefined ? 'mark' : 'fail';
}
