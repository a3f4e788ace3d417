import { startAws } from './columns/aws.ts';
import { startLocal } from './columns/local.ts';
import { deliveries } from './deliveries.ts';
import { probeService } from './probe-service.ts';
import { sendRaw } from './raw-request.ts';
import { sentAs, verdictOf } from './verdict.ts';

process.env.PROBE_WEBHOOK_SECRET = process.env.ECHO_WEBHOOK_SECRET = process.env.DROPBOX_WEBHOOK_SECRET = 'the secret of a probe';
const starts = {
	local: startLocal,
	aws: startAws,
	...(process.argv[2]?.includes('google') ? { google: (await import('./columns/google.ts')).startGoogle } : {}),
	...(process.argv[2]?.includes('azure') ? { azure: (await import('./columns/azure.ts')).startAzure } : {}),
};
const service = probeService();
const only = (process.argv[2] ?? 'local').split(',');
for (const cloud of only) {
	const t = Date.now();
	const column = await starts[cloud as keyof typeof starts](service.dir);
	console.log(cloud, 'up', Date.now() - t);
	for (const [name, one] of Object.entries(deliveries)) {
		for (let n = 0; n < (one.times ?? 1); n++) {
			const { seen, ...rest } = verdictOf(await sendRaw(column.port(one.to), one.request), column.adds);
			const sent = sentAs(one.request, column.adds);
			const same = JSON.stringify(seen) === JSON.stringify(sent);
			const diff =
				seen &&
				Object.entries(seen)
					.filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(sent[k as keyof typeof sent]))
					.map(([k, v]) => [k, v, sent[k as keyof typeof sent]]);
			console.log(
				cloud,
				'|',
				name,
				'|',
				one.to === 'echo' && same && rest.status === 200 && Object.keys(rest.headers).length === 0 && rest.body === ''
					? 'SAME'
					: JSON.stringify(rest),
				one.to === 'echo' && seen && !same ? JSON.stringify(diff) : '',
			);
		}
	}
	console.log('done', Date.now() - t);
	if (process.argv[3]) console.log(column.lines().join('\n').slice(-4000));
	const c = Date.now();
	await column.close();
	console.log("closed", Date.now() - c);
}
service.remove();
