import { randomUUID } from 'node:crypto';
import { textOf } from './journey.ts';
import type { LoadOptions } from './load.ts';
import { until } from './until.ts';

/** Jobs that issue in bulk, one after the other, until they are stopped. */
export type BulkIssuing = {
    /** Waits for the end of the jobs that were asked for. */
    readonly stop: () => Promise<BulkReport>;
};

/** Results of the jobs. */
export type BulkReport = {
    readonly jobs: number;
    /** Numbers of every invoice that a job says it has issued. */
    readonly numbers: readonly string[];
    readonly slowestSeconds: number;
    readonly faults: readonly string[];
};

/**
 * Jobs at a time: enough that a stopped worker has one at hand, and so large that it does not end in the worker's grace
 * of 10 s on every machine.
 */
const atOnce = 2;
const draftsPerJob = 1_000;
/** Time limit of a job: far more than it takes, and than the wait for a worker that vanished. */
const jobLimitSeconds = 120;

const draft = {
    customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa',
    items: [{
        itemType: 'custom', description: 'Transport', unit: 'szt', quantity: '1', unitPriceNet: '100.00', vatRate: 23
    }]
};

/** Starts to issue in bulk: drafts, a job, until it has ended, and again. */
export function startBulkIssuing({ port, token }: Pick<LoadOptions, 'port' | 'token'>): BulkIssuing {
    const report = { jobs: 0, numbers: [] as string[], slowestSeconds: 0, faults: [] as string[] };
    let stopped = false;
    const work = async (): Promise<void> => {
        while (!stopped) {
            const startedAt = performance.now();
            const { done, failed, results } = await issueMany(port, token);
            report.jobs += 1;
            report.slowestSeconds = Math.max(report.slowestSeconds, Math.round(
                (performance.now() - startedAt) / 1_000));
            report.numbers.push(...results.flatMap(({ invoiceNumber }) => invoiceNumber ?? []));
            if (done !== draftsPerJob || failed !== 0)
                report.faults.push(`of ${draftsPerJob} drafts ${done} were issued and ${failed} failed`);
        }
    };
    const running = Promise.all(Array.from(
        { length: atOnce }, () => work().catch((error: unknown) => report.faults.push(String(error)))));
    return {
        stop: async () => {
            stopped = true;
            await running;
            return report;
        }
    };
}

/** The members of `GET /jobs/{jobId}` that are read here. */
type Job = {
    readonly id: string; readonly status: string; readonly done: number; readonly failed: number;
    readonly results: readonly { readonly invoiceNumber?: string }[];
};

async function issueMany(port: number, token: string): Promise<Job> {
    // The service's own tests check the shape of its answers.
    const post = async <Answer>(expected: number, path: string, body: object) =>
        JSON.parse(
            await textOf(port, expected, { method: 'POST', path, token, key: randomUUID(), body: JSON.stringify(body) })
        ) as Answer;

    const created = await post<{ results: { invoice: { id: string } }[] }>(
        201, '/invoices/bulk/create', { invoices: Array<object>(draftsPerJob).fill(draft) });
    let job = await post<Job>(
        202, '/invoices/bulk/issue', { invoiceIds: created.results.map(({ invoice }) => invoice.id) });
    await until(jobLimitSeconds, `the job ${job.id} to end`, async () => {
        job = JSON.parse(await textOf(port, 200, { method: 'GET', path: `/jobs/${job.id}`, token })) as Job;
        return ['succeeded', 'partly_failed', 'failed'].includes(job.status);
    });
    return job;
}
