import { BlockList, isIP } from 'node:net';
import { refuse, type Step } from './step.ts';

/** Where the source lists addresses, nobody else is answered anything, a set-up question neither. */
export function checkAddress(): Step {
	return {
		before: ({ event }) => {
			const { ips } = event.source.authenticate ?? {};
			const { remoteAddress } = event.delivery;
			return ips && !inRanges(remoteAddress, ips) ? refuse(event, 'address-not-allowed', remoteAddress) : undefined;
		},
	};
}

const lists = new Map<readonly string[], BlockList>();

function inRanges(address: string, ranges: readonly string[]): boolean {
	const family = isIP(address);
	if (family === 0) return false;
	const list = lists.get(ranges) ?? blockList(ranges);
	lists.set(ranges, list);
	return list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

function blockList(ranges: readonly string[]): BlockList {
	const list = new BlockList();
	for (const range of ranges) {
		const [network = '', bits] = range.split('/');
		const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
		if (bits === undefined) list.addAddress(network, family);
		else list.addSubnet(network, Number(bits), family);
	}
	return list;
}
