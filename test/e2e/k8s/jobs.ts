import { setTimeout as wait } from 'node:timers/promises';
import type { Checks } from '../../support/checks.ts';
import { startBulkIssuing } from '../bulk-issuing.ts';
import { untilRolledOut, type Cluster } from './cluster.ts';
import type { Door } from './under-load.ts';

const warmUpMs = 3_000;

/**
 * Checks jobs that run while their worker is replaced: another worker continues what one hands back. @returns The
 * numbers that the jobs gave
 */
export async function checkJobs(cluster: Cluster, door: Door, checks: Checks): Promise<readonly string[]> {
    const issuing = startBulkIssuing(door);
    await wait(warmUpMs);
    await cluster.kubectl('rollout', 'restart', 'deployment/invoices-worker');
    await untilRolledOut(cluster);
    const { jobs, numbers, slowestSeconds, faults } = await issuing.stop();
    checks.expectNone(`the worker is replaced while it issues in bulk: ${jobs} jobs, ${numbers.length} invoices, the `
        + `slowest job took ${slowestSeconds} s`, faults);
    return numbers;
}
