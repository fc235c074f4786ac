import { setTimeout as wait } from 'node:timers/promises';
import type { Checks } from '../../support/checks.ts';
import { startBulkIssuing } from '../bulk-issuing.ts';
import { startLoad } from '../load.ts';
import { faultsOf, serviceAway, told, type LoadReport } from '../load-report.ts';
import type { Stack } from './stack.ts';

const callers = 8;
/** Rate far below the capacity of one core: the test is about failures, not about speed. */
const callsPerSecond = 60;
const beforeMs = 1_500;
const afterMs = 2_000;

/**
 * Failures that callers may see while a service's only container is restarted, by service. No other may occur, and
 * everything that was acknowledged must be there afterwards.
 */
const allowedDuring: Readonly<Record<string, readonly string[]>> = {
    'redis': [],
    'contacts-service': [],
    'products-service': [],
    'services-service': [],
    'quotes-service': [],
    'nbp': [],
    'invoices-worker': [],
    'postgres': ['503 DATABASE_UNAVAILABLE'],
    'invoices-service': [serviceAway],
    // There is no second gateway: open connections break, new ones are refused, or reset by Docker's own proxy.
    'api-gateway': ['refused', 'lost']
};

/** Restarts every service once under load. @returns The numbers that were acknowledged meanwhile */
export async function restartEach(
    { compose, gatewayPort, untilHealthy }: Stack, token: string, checks: Checks
): Promise<readonly string[]> {
    const numbers: string[] = [];
    for (const [service, allowed] of Object.entries(allowedDuring)) {
        const report = await underLoad(gatewayPort, token, async () => {
            await compose('restart', '--timeout', '20', service);
            await untilHealthy();
        });
        numbers.push(...report.numbers);
        const none = report.calls - report.failed < callsPerSecond ? ['hardly any call was answered'] : [];
        checks.expectNone(`restart of ${service}: ${told(report)}`, [...none, ...faultsOf(report, allowed)]);
    }
    return numbers;
}

/**
 * Restarts the only worker while it issues in bulk: it takes up again what it handed back. @returns The numbers that
 * its jobs gave
 */
export async function restartWorkerAtWork(
    { compose, gatewayPort, untilHealthy }: Stack, token: string, checks: Checks
): Promise<readonly string[]> {
    const issuing = startBulkIssuing({ port: gatewayPort, token });
    await wait(beforeMs);
    await compose('restart', '--timeout', '20', 'invoices-worker');
    await untilHealthy();
    const { jobs, numbers, slowestSeconds, faults } = await issuing.stop();
    checks.expectNone(`restart of the worker while it issues in bulk: ${jobs} jobs, ${numbers.length} invoices, the `
        + `slowest job took ${slowestSeconds} s`, faults);
    return numbers;
}

async function underLoad(port: number, token: string, work: () => Promise<void>): Promise<LoadReport> {
    const load = startLoad({ port, token, callers, callsPerSecond });
    await wait(beforeMs);
    await work();
    await wait(afterMs);
    return load.stop();
}
