export default {
	roots: ['<rootDir>/tests'],
	// One a core: most of the time goes to processes and servers that tests start.
	maxWorkers: 2,
	testMatch: ['**/*.test.ts'],
	extensionsToTreatAsEsm: ['.ts'],
	transform: { '\\.ts$': '<rootDir>/tests/strip-types.mjs' },
	testEnvironmentOptions: { customExportConditions: ['local', 'node', 'node-addons'] },
};
