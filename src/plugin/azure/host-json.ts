import { type AppName, functionsOf, type Plan } from './plan.ts';

/** Far above the 100 attempts that a function may have: a failed run completes its message and puts a copy, so what is counted here is only what ended the process. */
const mostDequeues = 150;
/** The sweep works for 45 s. */
const sweepSeconds = 60;

/** Seconds after which the host ends a run of an app: the host has one limit for all of an app. */
export function timeoutOf(app: AppName, { routes }: Pick<Plan, 'routes'>): number {
	const own = functionsOf(app, routes).map((name) => routes.timeouts[name] ?? 0);
	return Math.max(app === 'functions' ? sweepSeconds : 1, ...own);
}

/** https://learn.microsoft.com/en-us/azure/azure-functions/functions-host-json */
export function hostJson(app: AppName, plan: Pick<Plan, 'routes'>): object {
	return {
		version: '2.0',
		functionTimeout: clock(timeoutOf(app, plan)),
		logging: {
			applicationInsights: { samplingSettings: { isEnabled: true, excludedTypes: 'Request;Exception;Trace' } },
			logLevel: { default: 'Information', 'Azure.Core': 'Warning', 'Host.Aggregator': 'Warning' },
		},
		// Queues and timers are no part of the host itself.
		...(app === 'functions' && { extensionBundle: { id: 'Microsoft.Azure.Functions.ExtensionBundle', version: '[4.*, 5.0.0)' } }),
		extensions: { http: { routePrefix: '' }, ...(app === 'functions' && { queues }) },
	};
}

const queues = {
	batchSize: 16,
	newBatchThreshold: 8,
	maxDequeueCount: mostDequeues,
	messageEncoding: 'base64',
	maxPollingInterval: '00:00:02',
	// Before a message comes again whose copy could not be put.
	visibilityTimeout: '00:00:30',
};

function clock(seconds: number): string {
	const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
