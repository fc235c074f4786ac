/** Jest's reporter for CI: one plain line with the counts; under `CI=true` a skipped test fails the run. */
export default class PlainCountsReporter {
    #skipped = 0;

    onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites }) {
        this.#skipped = numPendingTests + numTodoTests;
        const failed = numFailedTests + numRuntimeErrorTestSuites;
        console.log(`Tests: ${numPassedTests} passed, ${failed} failed, ${this.#skipped} skipped`);
    }

    getLastError() {
        return this.#skipped > 0 && process.env['CI'] === 'true' ? new Error('Under CI=true no test may be skipped') : undefined;
    }
}
