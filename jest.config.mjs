export default {
	roots: ['<rootDir>/tests'],
	// One a core: most of the time goes to processes and servers that tests start.
	maxWorkers: 2,
	testSequencer: '<rootDir>/tests/slow-first.mjs',
	// What suites leave behind in a worker makes each collection of garbage dearer, and some suites collect often.
	workerIdleMemoryLimit: '300MB',
	// Two workers on two busy cores: what waits for a process or a copy of the project may take more than Jest's 5 seconds.
	testTimeout: 20_000,
	testMatch: ['**/*.test.ts'],
	extensionsToTreatAsEsm: ['.ts'],
	transform: { '\\.ts$': '<rootDir>/tests/strip-types.mjs' },
	testEnvironmentOptions: { customExportConditions: ['local', 'node', 'node-addons'] },
};
