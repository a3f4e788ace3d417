import { type Plan, type Resources, ref } from './plan.ts';

/** The team's own host name before the API. Its DNS record is the team's: it points to the output `WebhookDomainTarget`. */
export function domain({ settings }: Plan): Resources {
	if (settings.domain === undefined) return {};
	const { name, certificateArn } = settings.domain;
	return {
		WebhookDomain: {
			Type: 'AWS::ApiGatewayV2::DomainName',
			Properties: {
				DomainName: name,
				DomainNameConfigurations: [{ CertificateArn: certificateArn, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' }],
			},
		},
		WebhookDomainMapping: {
			Type: 'AWS::ApiGatewayV2::ApiMapping',
			Properties: { ApiId: ref('HttpApi'), DomainName: ref('WebhookDomain'), Stage: ref('HttpApiStage') },
		},
	};
}
