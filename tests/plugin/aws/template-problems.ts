import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType } from '@aws-cdk/service-spec-types';

type Fields = Readonly<Record<string, unknown>>;

const database = loadAwsServiceSpecSync();

/** What in a template CloudFormation's own property database knows otherwise: a type, a property's name, its form, or one that is missing. */
export function templateProblems(
	resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Fields }>>,
): readonly string[] {
	return Object.entries(resources).flatMap(([id, { Type, Properties = {} }]) => {
		const [known] = database.lookup('resource', 'cloudFormationType', 'equals', Type);
		return known ? ofFields(Properties, known.properties, id) : [`${id}: no type ${Type}`];
	});
}

function ofFields(fields: Fields, properties: Readonly<Record<string, Property>>, where: string): string[] {
	const missing = Object.entries(properties).filter(([name, { required }]) => required && !(name in fields));
	const wrong = Object.entries(fields).flatMap(([name, value]) => {
		const property = properties[name];
		return property ? ofValue(value, property.type, `${where}.${name}`) : [`${where}: no property ${name}`];
	});
	return [...missing.map(([name]) => `${where}: ${name} is missing`), ...wrong];
}

function ofValue(value: unknown, type: PropertyType, where: string): string[] {
	if (isIntrinsic(value)) return [];
	switch (type.type) {
		case 'ref':
			return isFields(value)
				? ofFields(value, database.get('typeDefinition', type.reference.$ref).properties, where)
				: [`${where}: not an object`];
		case 'array':
			return Array.isArray(value) ? value.flatMap((each, at) => ofValue(each, type.element, `${where}.${at}`)) : [`${where}: not a list`];
		case 'map':
			return isFields(value)
				? Object.entries(value).flatMap(([key, each]) => ofValue(each, type.element, `${where}.${key}`))
				: [`${where}: not a map`];
		case 'union':
			return type.types.some((each) => ofValue(value, each, where).length === 0) ? [] : [`${where}: none of its forms`];
		case 'json':
			return [];
		case 'tag':
			return isFields(value) && 'Key' in value && 'Value' in value ? [] : [`${where}: not a tag`];
		default: {
			const wanted = ({ integer: 'number', number: 'number', boolean: 'boolean' } as Fields)[type.type] ?? 'string';
			const whole = type.type !== 'integer' || Number.isInteger(value);
			return typeof value === wanted && whole ? [] : [`${where}: ${JSON.stringify(value)} is no ${type.type}`];
		}
	}
}

function isIntrinsic(value: unknown): boolean {
	const keys = isFields(value) ? Object.keys(value) : [];
	return keys.length === 1 && (keys[0] === 'Ref' || keys[0]?.startsWith('Fn::') === true);
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
