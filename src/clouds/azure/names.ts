/** What of a storage account is ours. */
export const tables = ['events', 'openings', 'records'] as const;
export const container = 'events';

/** The queue of a function's dead letters. */
export const deadQueue = (name: string): string => `${name}-dead`;

/** Where the host puts what it gave up: https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#poison-messages */
export const poisonQueue = (name: string): string => `${name}-poison`;
