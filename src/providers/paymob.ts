import { json } from '../parsers/json.ts';
import { fieldsHmac } from '../schemes/fields-hmac.ts';
import { fieldAt, joinFields } from '../schemes/signed-field.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

const number = /^(0|[1-9][0-9]*)$/;
const truth = /^(true|false)$/;

/** Nothing stands between them, so their forms have to tell where one ends. Between two numbers and between two words they can't. */
const signed = [
	fieldAt('obj.amount_cents', number, 'number'),
	fieldAt('obj.created_at', /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+$/),
	fieldAt('obj.currency', /^[A-Z]{3}$/),
	fieldAt('obj.error_occured', truth, 'boolean'),
	fieldAt('obj.has_parent_transaction', truth, 'boolean'),
	fieldAt('obj.id', number, 'number'),
	fieldAt('obj.integration_id', number, 'number'),
	...['is_3d_secure', 'is_auth', 'is_capture', 'is_refunded', 'is_standalone_payment', 'is_voided'].map((name) =>
		fieldAt(`obj.${name}`, truth, 'boolean'),
	),
	fieldAt('obj.order.id', number, 'number'),
	fieldAt('obj.owner', number, 'number'),
	fieldAt('obj.pending', truth, 'boolean'),
	fieldAt('obj.source_data.pan', /^[\w*-]*$/),
	fieldAt('obj.source_data.sub_type', /^[A-Za-z _-]*$/),
	fieldAt('obj.source_data.type', /^[a-z_]*$/),
	fieldAt('obj.success', truth, 'boolean'),
];

/** Transactions; the callback for a saved card, which has another list of fields, is refused. The payload is `obj`. */
export const paymob: DirectProvider = {
	id: 'paymob',
	name: 'Paymob',
	docs: 'https://developers.paymob.com/paymob-docs/developers/webhook-callbacks-and-hmac/hmac/hmac-transaction-callback',
	scheme: fieldsHmac({ algorithm: 'sha512', encoding: 'hex', signature: { query: 'hmac' }, fields: signed }),
	contentTypes: { 'application/json': json },
	identify: (body) => [identifyOne(body)],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200',
	unsigned:
		'all but 20 fields of the transaction, and where some of them end: the last digits of `id` and `order.id` can be moved to the number behind them, and letters between the fields of `source_data`; the time',
	sameEvent: 'the digest of the signed fields, the same over retries',
	secret: 'the HMAC secret from the dashboard',
	rotation: 'a new HMAC secret ends the old one at once',
};

/** A transaction is sent again when it changes, and its number alone is not proved. */
function identifyOne(body: unknown): Identified {
	const text = joinFields(signed, '', body);
	return { id: text && sha256(Buffer.from(text)), type: textAt(body, 'type'), payload: valueAt(body, 'obj'), unsigned: ['type'] };
}
