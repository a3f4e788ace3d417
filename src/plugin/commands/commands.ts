import type { Project } from '../new/project.ts';
import { deadLetters } from './dead-letters.ts';
import type { Desk } from './desk.ts';
import { doctor } from './doctor.ts';
import { events } from './events.ts';
import { forget } from './forget.ts';
import { listen } from './listen.ts';
import { newFunction } from './new-function.ts';
import { newProvider } from './new-provider.ts';
import { replay } from './replay.ts';
import { secretsAccept } from './secrets-accept.ts';
import { secretsList } from './secrets-list.ts';
import { secretsRotate } from './secrets-rotate.ts';
import { secretsSet } from './secrets-set.ts';
import { send } from './send.ts';
import { show } from './show.ts';
import { smoke } from './smoke.ts';
import { urls } from './urls.ts';
import { verify } from './verify.ts';

type Option = { readonly usage: string; readonly type: 'string' | 'boolean' };
type Command = {
	readonly usage: string;
	readonly options: Readonly<Record<string, Option>>;
	/** It works on a stage that is not deployed yet. */
	readonly beforeDeploy?: true;
	/** `options` are those of the command line, of the types said here. */
	readonly run: (options: Readonly<Record<string, never>>, desk: Desk, project: Project) => Promise<void>;
};

const text = (usage: string): Option => ({ usage, type: 'string' });
const json: Option = { usage: 'One JSON object a line', type: 'boolean' };
const yes: Option = { usage: 'Does not ask', type: 'boolean' };
const source = text('Name of the source');
const type = text('Type of event');
const id = text('The event, by its id');
const url = text('Where the gateway is (default: the local run, or the stage)');
const since = text('15m, 2h, 3d or a time such as 2026-01-31T12:00:00Z');
const until = text('As --since, the latest time');
const limit = text('How many (default: 50)');
const status = text('pending, done, dead or unhandled');
const ofFunction = text('Only of this function');

/** `sls webhook …`, by name; with a space in it, it is a command of a group. */
export const commands: Readonly<Record<string, Command>> = {
	send: {
		usage: 'Sends a signed sample event and shows the reply',
		options: { json, source, type, url, file: text('A file with the body to send'), id: text('What {{id}} in the sample stands for') },
		run: send,
	},
	events: {
		usage: 'Lists events, newest first, or follows them',
		options: {
			...{ json, source, type, status, function: ofFunction, since, until, limit },
			follow: { usage: 'Goes on with what comes and changes, until Ctrl-C', type: 'boolean' },
		},
		run: events,
	},
	show: { usage: 'Shows one event with its functions, headers and body', options: { json, id, source }, run: show },
	replay: {
		usage: 'Runs the functions of an event again, or of all that fit, and asks first where they are many',
		options: {
			...{ id, source, type, status, function: text('Only this function'), since, until },
			limit: text('At most so many, the newest (default: all)'),
			rate: text('Events a second (default: 10 on a stage)'),
			'dry-run': { usage: 'Says what it would do, and does nothing', type: 'boolean' },
			...{ yes, json },
		},
		run: replay,
	},
	forget: {
		usage: 'Erases what was sent for an event, or for all that hold a value, and asks first',
		options: {
			...{ id, source, type, since },
			match: text('What the body holds, as <path>=<value>: data.object.email=a@b.example; * is any element'),
			...{ yes, json },
		},
		run: forget,
	},
	'dead-letters': {
		usage: 'Lists what was given up on, with the reason',
		options: { json, source, type, function: ofFunction, since, until, limit },
		run: deadLetters,
	},
	listen: {
		usage: 'Brings the events of a stage to the local run, as they come',
		options: { json, source, function: text('Only this function, and what it takes'), since },
		run: listen,
	},
	urls: { usage: 'Lists where senders post to', options: { url, json }, run: urls },
	verify: {
		usage: 'Says whether a saved request would be believed, and if not, why',
		options: {
			...{ source, json },
			file: text('An HTTP request or a curl command in a file; - is standard input'),
			at: text('When it came, where that is not now: 2026-01-31T12:00:00Z'),
		},
		run: verify,
	},
	smoke: {
		usage: 'Posts a signed canary to each URL and waits until its functions have handled it',
		options: { json, source, url, wait: text('Seconds (default: 60)') },
		run: smoke,
	},
	doctor: { usage: 'Says what is wrong, or will be, and what to do about it', options: { json }, run: doctor },
	'new function': {
		usage: 'Writes a function for a type of event, with its test, sample and entry',
		options: {
			...{ source, type },
			name: text('Its name (default: of its type, such as invoice-paid)'),
			ack: text('handled: the sender waits for its answer'),
		},
		run: newFunction,
		beforeDeploy: true,
	},
	'new provider': {
		usage: 'Writes a descriptor for another kind of sender, with its questions',
		options: {
			name: text('Its id, such as acme'),
			scheme: text('How it proves itself: hmac-signature, shared-token, basic-auth, standard-webhooks or public-key-signature'),
			type: text('The type of event of its sample'),
		},
		run: newProvider,
		beforeDeploy: true,
	},
	'secrets list': {
		usage: 'Lists the secrets that are needed, and which are set',
		options: { json },
		run: secretsList,
		beforeDeploy: true,
	},
	'secrets set': {
		usage: 'Sets a secret of a stage; its value is asked for, or piped in',
		options: {
			name: text('Its name, such as STRIPE_WEBHOOK_SECRET'),
			previous: { usage: 'The value until now stays valid too, while the secret rotates', type: 'boolean' },
		},
		run: secretsSet,
		beforeDeploy: true,
	},
	'secrets rotate': {
		usage: 'Changes the secret of a source: sets a new one, shows which verifies, retires the old one when it is idle',
		options: { json, source, idle: text('How long nothing signed with the old one came, such as 24h (default: as the provider retries)') },
		run: secretsRotate,
	},
	'secrets accept': {
		usage: 'Opens a source for ten minutes for the secret that its sender brings, and waits for it',
		options: {
			source,
			wait: text('Seconds to wait for it (default: 600)'),
			show: { usage: 'Prints the secret once it was taken', type: 'boolean' },
		},
		run: secretsAccept,
	},
};
