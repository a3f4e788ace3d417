import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A field of a message, as protobufjs writes it: https://github.com/protobufjs/protobuf.js#using-json-descriptors */
export type Field = {
	readonly type: string;
	readonly rule?: 'repeated';
	readonly keyType?: string;
	readonly options?: Readonly<Record<string, unknown>>;
};

export type Definition = {
	readonly nested?: Readonly<Record<string, Definition>>;
	readonly fields?: Readonly<Record<string, Field>>;
	/** Of an enum. */
	readonly values?: Readonly<Record<string, number>>;
	readonly methods?: Readonly<Record<string, Method>>;
};

type Binding = Readonly<Partial<Record<'get' | 'post' | 'put' | 'patch' | 'delete' | 'body', string>>>;
type Http = Binding & { readonly additional_bindings?: Binding | readonly Binding[] };
type Method = { readonly requestType: string; readonly parsedOptions?: readonly Readonly<Record<string, Http>>[] };

/** A call over HTTP: https://github.com/googleapis/googleapis/blob/master/google/api/http.proto */
export type Call = {
	readonly name: string;
	readonly verb: string;
	readonly path: RegExp;
	/** The field of the request that the body is; `*` for the request itself. */
	readonly body: string | undefined;
	readonly request: string;
	readonly scope: string;
};

const files: Readonly<Record<string, readonly string[]>> = {
	cloudfunctions: ['functions/build/protos/protos.json'],
	run: ['run/build/protos/protos.json'],
	pubsub: ['pubsub/build/protos/protos.json'],
	firestore: ['firestore/build/protos/v1.json', 'firestore/build/protos/admin_v1.json'],
	secretmanager: ['secret-manager/build/protos/protos.json'],
	cloudscheduler: ['scheduler/build/protos/protos.json'],
};

const pathOf = (file: string) => join(import.meta.dirname, 'node_modules/@google-cloud', file);

export const services = Object.keys(files);
export const isInstalled = Object.values(files)
	.flat()
	.every((file) => existsSync(pathOf(file)));

export type Api = { readonly calls: readonly Call[]; readonly types: ReadonlyMap<string, Definition> };

/** What one service takes. */
export function readApi(service: string): Api {
	const types = new Map<string, Definition>();
	const calls: Call[] = [];
	for (const file of files[service] ?? []) collect(JSON.parse(readFileSync(pathOf(file), 'utf8')), '', { types, calls });
	return { calls, types };
}

function collect(definition: Definition, scope: string, found: { types: Map<string, Definition>; calls: Call[] }): void {
	if (definition.fields || definition.values) found.types.set(scope, definition);
	for (const [name, { requestType, parsedOptions = [] }] of Object.entries(definition.methods ?? {})) {
		for (const { '(google.api.http)': http } of parsedOptions) {
			const bindings = http ? [http, ...[http.additional_bindings ?? []].flat()] : [];
			found.calls.push(...bindings.flatMap((binding) => callsOf(binding, { name, request: requestType, scope })));
		}
	}
	for (const [name, inner] of Object.entries(definition.nested ?? {})) collect(inner, scope === '' ? name : `${scope}.${name}`, found);
}

function callsOf({ body, ...verbs }: Binding, of: Pick<Call, 'name' | 'request' | 'scope'>): readonly Call[] {
	return Object.entries(verbs).flatMap(([verb, template]) =>
		typeof template === 'string' && verb !== 'additional_bindings'
			? [{ ...of, verb: verb.toUpperCase(), path: patternOf(template), body }]
			: [],
	);
}

/** `/v1/{name=projects/*}` is any `/v1/projects/…` with one part there. */
function patternOf(template: string): RegExp {
	const plain = template.replace(/\{[^}=]+=([^}]+)\}/g, '$1').replace(/\{[^}]+\}/g, '*');
	const parts = plain
		.split(/(\*\*|\*)/)
		.map((part) => (part === '**' ? '.+' : part === '*' ? '[^/:]+' : part.replace(/[.?+^$()[\]\\|]/g, '\\$&')));
	return new RegExp(`^${parts.join('')}$`);
}
