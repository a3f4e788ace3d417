/** A name for a type of event: `invoice-paid` of `invoice.paid`, `orders-create` of `orders/create`, `card-locked` of `CARD_LOCKED` and `cardLocked`. */
export function kebabCase(type: string): string {
	return type
		.replace(/([a-z0-9])([A-Z])/g, '$1-$2')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
}
