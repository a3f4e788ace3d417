export default {
	roots: ['<rootDir>/tests'],
	testMatch: ['**/*.test.ts'],
	extensionsToTreatAsEsm: ['.ts'],
	transform: { '\\.ts$': '<rootDir>/tests/strip-types.mjs' },
	testEnvironmentOptions: { customExportConditions: ['local', 'node', 'node-addons'] },
};
