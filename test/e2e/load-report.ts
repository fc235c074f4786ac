/** Time limit of an answer: the CRM's gateway gives up then. */
const maxAnswerMs = 10_000;

/** Results of the calls of one load. */
export type LoadReport = {
    readonly calls: number;
    readonly failed: number;
    /** Number of failed calls by reason. */
    readonly failures: ReadonlyMap<string, number>;
    readonly callsPerSecond: number;
    readonly slowestMs: number;
    /** Maximum time without a good answer. */
    readonly maxGapMs: number;
    /** Numbers of every issue that was acknowledged. */
    readonly numbers: readonly string[];
};

/** A report in progress. */
export type OpenReport = {
    readonly startedAt: number;
    readonly failures: Map<string, number>;
    readonly numbers: string[];
    calls: number;
    good: number;
    slowestMs: number;
    lastGoodAt: number;
    maxGapMs: number;
};

/** A report without calls. */
export function emptyReport(): OpenReport {
    const now = performance.now();
    return {
        startedAt: now, failures: new Map(), numbers: [], calls: 0, good: 0, slowestMs: 0, lastGoodAt: now, maxGapMs: 0
    };
}

/** Records one call. */
export function note(report: OpenReport, outcome: string, tookMs: number): void {
    report.calls += 1;
    report.slowestMs = Math.max(report.slowestMs, tookMs);
    if (outcome === 'good') {
        report.good += 1;
        report.maxGapMs = Math.max(report.maxGapMs, performance.now() - report.lastGoodAt);
        report.lastGoodAt = performance.now();
    } else {
        report.failures.set(outcome, (report.failures.get(outcome) ?? 0) + 1);
    }
}

/** Closes a report. */
export function finished(
    { startedAt, failures, numbers, calls, good, slowestMs, lastGoodAt, maxGapMs }: OpenReport
): LoadReport {
    const now = performance.now();
    return {
        calls, failures, numbers, slowestMs,
        failed: calls - good,
        callsPerSecond: good / ((now - startedAt) / 1_000),
        maxGapMs: Math.max(maxGapMs, now - lastGoodAt)
    };
}

/** The report as one line. */
export function told({ calls, failed, failures, callsPerSecond, slowestMs, maxGapMs }: LoadReport): string {
    const why = [...failures].map(([outcome, count]) => `${count} × ${outcome}`).join(', ');
    return `${calls} calls at ${Math.round(callsPerSecond)}/s, ${failed} failed${why === '' ? '' : ` (${why})`}, ` +
        `slowest ${Math.round(slowestMs)} ms, longest without a good answer ${Math.round(maxGapMs)} ms`;
}

/** The gateway's answer while it cannot reach the service, as of the CRM's own gateway. */
export const serviceAway = '503 Failed to connect to invoices service';

/**
 * Faults of a load: a failure that is none of `allowed`, a number that was given twice, or a caller who waited too
 * long.
 */
export function faultsOf(
    { failures, numbers, slowestMs }: LoadReport, allowed: readonly string[] = []
): readonly string[] {
    const late = slowestMs > maxAnswerMs ? [`an answer took ${Math.round(slowestMs)} ms`] : [];
    const unexpected = [...failures].filter(([outcome]) => !allowed.includes(outcome)).map(([outcome, count]) =>
        `${count} × ${outcome}`);
    const twice = numbers.length - new Set(numbers).size;
    return [...unexpected, ...late, ...(twice === 0 ? [] : [`${twice} numbers were given twice`])];
}
