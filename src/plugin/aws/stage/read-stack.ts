import type { Client } from '../../../clouds/aws/client.ts';
import { ServiceError } from '../../../clouds/service-error.ts';

export type Stack = {
	readonly outputs: Readonly<Record<string, string>>;
	/** It can't be removed until somebody says otherwise. */
	readonly isProtected: boolean;
};

/** The stack of a stage; undefined where there is none. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export async function readStack(client: Client, name: string): Promise<Stack | undefined> {
	const query = new URLSearchParams({ Action: 'DescribeStacks', StackName: name, Version: '2010-05-15' });
	try {
		const { body } = await client({
			service: 'cloudformation',
			headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
			body: query.toString(),
		});
		return parse(body.toString());
	} catch (error) {
		// CloudFormation's only code for a stack that does not exist.
		if (error instanceof ServiceError && error.code === 'ValidationError') return undefined;
		throw error;
	}
}

function parse(xml: string): Stack {
	const field = (of: string, name: string) => unescapeXml(new RegExp(`<${name}>([^<]*)</${name}>`).exec(of)?.[1] ?? '');
	const [, outputs = ''] = /<Outputs>([\s\S]*?)<\/Outputs>/.exec(xml) ?? [];
	const members = outputs.split('</member>').filter((member) => member.includes('<OutputKey>'));
	return {
		outputs: Object.fromEntries(members.map((member) => [field(member, 'OutputKey'), field(member, 'OutputValue')])),
		isProtected: field(xml, 'EnableTerminationProtection') === 'true',
	};
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function unescapeXml(text: string): string {
	return text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}
