import Sequencer from '@jest/test-sequencer';

/** Suites that start processes, which take longest, go first: at the end nobody waits for one of them alone. Jest goes by what it has measured before; on a clean clone it has measured nothing. */
const slow = /\/tests\/(e2e|simulate|simulation|conformance|plugin\/aws\/[a-z]+\.test|clouds\/aws\/packaged)/;

export default class SlowFirst extends Sequencer {
	sort(tests) {
		return [...super.sort(tests)].sort((a, b) => Number(slow.test(b.path)) - Number(slow.test(a.path)));
	}
}
