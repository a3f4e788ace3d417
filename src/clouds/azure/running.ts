import { AsyncLocalStorage } from 'node:async_hooks';
import type { InvocationContext } from '@azure/functions';

/** One process runs many functions, so its environment can't say which: what runs is known by the call that it runs in. */
export type Running = { readonly name: string; readonly context: Pick<InvocationContext, 'invocationId' | 'info' | 'warn' | 'error'> };

export const running = new AsyncLocalStorage<Running>();

export type Handler = (input: unknown, context: unknown) => Promise<unknown>;

/** The functions of this app that may be called by name. */
export const callable = new Map<string, Handler>();
