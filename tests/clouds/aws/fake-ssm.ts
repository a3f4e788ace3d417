import { type FakeService, startFakeService, type Told } from './fake-service.ts';

export type FakeSsm = FakeService & { readonly parameters: Map<string, string>; down: boolean };

/** GetParameters and PutParameter as https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html and API_PutParameter.html describe them, and nothing else. */
export async function startFakeSsm(): Promise<FakeSsm> {
	const parameters = new Map<string, string>();
	const fake = await startFakeService(({ headers, body }) => {
		if (ssm.down) return { status: 400, body: '{"__type":"AccessDeniedException"}' };
		if (headers['x-amz-target'] === 'AmazonSSM.PutParameter') return put(JSON.parse(body), parameters);
		const { Names, WithDecryption } = JSON.parse(body) as { readonly Names: readonly string[]; readonly WithDecryption: boolean };
		const wellFormed = headers['x-amz-target'] === 'AmazonSSM.GetParameters' && WithDecryption && Names.length > 0 && Names.length <= 10;
		if (!wellFormed || new Set(Names).size < Names.length) return { status: 400, body: '{"__type":"ValidationException"}' };
		const found = Names.filter((name) => parameters.has(name));
		return {
			body: JSON.stringify({
				Parameters: found.map((Name) => ({ Name, Value: parameters.get(Name), Type: 'SecureString', Version: 1 })),
				InvalidParameters: Names.filter((name) => !parameters.has(name)),
			}),
		};
	});
	const ssm: FakeSsm = Object.assign(fake, { parameters, down: false });
	return ssm;
}

type Put = { readonly Name: string; readonly Value: string; readonly Type: string; readonly Overwrite?: boolean };

function put({ Name, Value, Type, Overwrite = false }: Put, parameters: Map<string, string>): Told {
	if (Type !== 'SecureString' || !Value) return { status: 400, body: '{"__type":"ValidationException"}' };
	if (parameters.has(Name) && !Overwrite) return { status: 400, body: '{"__type":"ParameterAlreadyExists"}' };
	parameters.set(Name, Value);
	return { body: '{"Tier":"Standard","Version":1}' };
}
