/** What host and worker say to each other, as far as we use it: https://github.com/Azure/azure-functions-language-worker-protobuf */
export type TypedData = {
	readonly string?: string;
	readonly json?: string;
	readonly bytes?: Uint8Array;
	readonly http?: HttpData;
};

export type HttpData = {
	readonly method?: string;
	readonly url?: string;
	readonly nullableHeaders?: Readonly<Record<string, { readonly value: string }>>;
	readonly nullableQuery?: Readonly<Record<string, { readonly value: string }>>;
	readonly body?: TypedData;
	readonly statusCode?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly cookies?: readonly { readonly name: string; readonly value: string }[];
};

export type Binding = {
	readonly type: string;
	readonly direction: 'in' | 'out';
	readonly route?: string;
	readonly methods?: readonly string[];
	readonly authLevel?: string;
	readonly queueName?: string;
	readonly connection?: string;
	readonly schedule?: string;
};

/** A function as the app has registered it; its bindings by their names. */
export type Registered = { readonly name: string; readonly bindings: Readonly<Record<string, Binding>> };

export type Invocation = {
	readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
	readonly triggerMetadata: Readonly<Record<string, TypedData>>;
};

export type ToWorker = { readonly id: string; readonly name: string; readonly invocation: Invocation };

export type FromWorker =
	| { readonly kind: 'ready'; readonly functions: readonly Registered[]; readonly capabilities: Readonly<Record<string, string>> }
	| { readonly kind: 'answer'; readonly id: string; readonly returned: TypedData | undefined }
	| { readonly kind: 'failure'; readonly id: string; readonly error: string };
