/** Jest's reporter for CI: one plain line with the counts; under `CI=true` a skipped test fails the run. */
export default class PlainCountsReporter {
    #skipped = 0;

    onRunComplete(
        _contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites }
    ) {
        this.#skipped = numPendingTests + numTodoTests;
        const failed = numFailedTests + numRuntimeErrorTestSuites;
        // Jest itself writes to this stream; on the other one the line could end up inside one of jest's.
        process.stderr.write(`\nTests: ${numPassedTests} passed, ${failed} failed, ${this.#skipped} skipped\n`);
    }

    getLastError() {
        return this.#skipped > 0 && process.env['CI'] === 'true'
            ? new Error('Under CI=true no test may be skipped') : undefined;
    }
}
