/**
 * Tests run as ES modules on the sources; `npm test -- path/to/one.test.ts` runs one file with PostgreSQL and Redis at
 * hand.
 */
export default {
    testEnvironment: '<rootDir>/test/support/leak-check-environment.mjs',
    roots: ['<rootDir>/app', '<rootDir>/k8s', '<rootDir>/test'],
    testMatch: ['**/*.test.ts'],
    extensionsToTreatAsEsm: ['.ts'],
    transform: { '\\.ts$': '<rootDir>/test/support/strip-types.mjs' },
    moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
    testTimeout: 20_000,
    maxWorkers: '100%',
    // A worker that ran half of all files frees more than a gigabyte when it ends, which takes up to a second: jest's
    // usual 500 ms are too few.
    workerGracefulExitTimeout: 15_000,
    reporters: ['default', '<rootDir>/test/support/plain-counts-reporter.mjs'],
    injectGlobals: false
};
