import { json } from '../parsers/json.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { empty } from '../webhook/reply.ts';
import { textAt } from '../webhook/text-at.ts';

/**
 * The Auth hooks. The type is the hook's name in `metadata`, such as `send-email`; the payload is the whole body. Database webhooks have
 * no signature: a token is what they can have, which is `authenticate` of a source.
 */
export const supabase: DirectProvider = {
	id: 'supabase',
	name: 'Supabase',
	docs: 'https://supabase.com/docs/guides/auth/auth-hooks',
	// Secrets and the list of signatures are not as the specification has them: https://github.com/supabase/auth/blob/master/internal/hooks/hookshttp/hookshttp.go
	scheme: standardWebhooks({ secret: 'v1,whsec_', separator: ', ' }),
	contentTypes: { 'application/json': json },
	// Not `webhook-id`, which is new for each attempt. https://github.com/supabase/auth/blob/master/internal/hooks/v0hooks/v0hooks.go
	identify: (body) => [{ id: textAt(body, 'metadata', 'uuid'), type: textAt(body, 'metadata', 'name'), payload: body }],
	// An answer of 200 needs JSON, or the hook fails: https://github.com/supabase/auth/blob/master/internal/hooks/hookshttp/hookshttp.go
	accepted: empty(204),
	// Three attempts within its five seconds.
	retryHorizon: 60,
	timeout: 5,
	expects: '204, or 200 with JSON that says what is to happen; 429 or 503 with `Retry-After` for another attempt',
	unsigned: 'the URL and the other headers',
	sameEvent: '`metadata.uuid`, the same over retries; `webhook-id` is not',
	secret: 'the secret of the hook, `v1,whsec_…`; where it has several, one of them',
	rotation: 'several secrets, which all sign',
};
