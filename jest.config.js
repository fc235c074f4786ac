/** Tests run as ES modules on the sources; `npm test -- path/to/one.test.ts` runs one file with PostgreSQL and Redis at hand. */
export default {
    testEnvironment: '<rootDir>/test/support/leak-check-environment.mjs',
    roots: ['<rootDir>/app', '<rootDir>/k8s', '<rootDir>/test'],
    testMatch: ['**/*.test.ts'],
    extensionsToTreatAsEsm: ['.ts'],
    transform: { '\\.ts$': '<rootDir>/test/support/strip-types.mjs' },
    moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
    testTimeout: 20_000,
    maxWorkers: '100%',
    reporters: ['default', '<rootDir>/test/support/plain-counts-reporter.mjs'],
    injectGlobals: false
};
