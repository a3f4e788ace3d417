export type Service = 'pubsub' | 'firestore' | 'storage' | 'secretmanager' | 'functions';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a service is; `WEBHOOK_ENDPOINT_<SERVICE>` puts an emulator in its place. Functions have one host a region and project. */
export function endpointOf(service: Service, env: Environment): URL {
	const given = env[`WEBHOOK_ENDPOINT_${service.toUpperCase()}`];
	const host = service === 'functions' ? `${env.WEBHOOK_REGION}-${env.WEBHOOK_PROJECT}.cloudfunctions.net` : `${service}.googleapis.com`;
	return new URL(given || `https://${host}`);
}
