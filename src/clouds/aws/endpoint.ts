export type Service = 'dynamodb' | 'sqs' | 's3' | 'ssm' | 'lambda' | 'cloudformation';

export type Environment = Readonly<Record<string, string | undefined>>;

export function regionOf(env: Environment): string {
	return env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1';
}

/** China, and the European Sovereign Cloud. */
const otherDomains = new Map([
	['cn', 'amazonaws.com.cn'],
	['eusc', 'amazonaws.eu'],
]);

/** Where a service is, by the variables that every SDK knows: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
export function endpointOf(service: Service, env: Environment): URL {
	const region = regionOf(env);
	const domain = otherDomains.get(region.replace(/-.*/, '')) ?? 'amazonaws.com';
	const given = env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || env.AWS_ENDPOINT_URL;
	return new URL(given || `https://${service}.${region}.${domain}`);
}
