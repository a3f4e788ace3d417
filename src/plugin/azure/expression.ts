/** Expressions of ARM templates, as text: https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/template-expressions */

export function evaluated(expression: string): string {
	return `[${expression}]`;
}

export function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

export function variable(name: string): string {
	return `variables('${name}')`;
}

/** The names of a resource are expressions themselves. */
export function idOf(type: string, ...names: readonly string[]): string {
	return `resourceId('${type}', ${names.join(', ')})`;
}

export function joined(...parts: readonly string[]): string {
	return `concat(${parts.join(', ')})`;
}

/** One resource of a template. */
export type Resource = {
	readonly type: string;
	readonly apiVersion: string;
	readonly name: string;
	readonly location?: string;
	readonly scope?: string;
	readonly kind?: string;
	readonly sku?: object;
	readonly identity?: object;
	readonly tags?: Readonly<Record<string, string>>;
	readonly dependsOn?: readonly string[];
	readonly properties?: Readonly<Record<string, unknown>>;
};
