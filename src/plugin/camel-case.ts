/** The name that a provider has in code, by its id: `standardWebhooks` of `standard-webhooks`. */
export function camelCase(id: string): string {
	return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
