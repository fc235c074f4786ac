import type { Config } from '../platform/config/config.ts';
import { openDependencies, type ServiceOverrides } from './dependencies.ts';
import { healthRoutes } from '../platform/health/health.routes.ts';
import { listen } from './listen.ts';
import { jobMetrics } from '../platform/jobs/job-metrics.ts';
import { readMailBacklog } from '../features/mail/mail-backlog.repository.ts';
import { mailMetrics } from '../features/mail/mail-metrics.ts';
import { webhookMetrics } from '../features/webhooks/webhook-metrics.ts';
import type { RunningProcess } from './running-process.ts';
import { createServer } from './server.ts';
import { readRelayState } from '../features/webhooks/relay-state.repository.ts';
import { relayEvents } from './start-relay.ts';
import { jobHandlers, jobSchedules } from './job-handlers.ts';
import { readQueueStates } from '../platform/jobs/jobs.repository.ts';
import { queues } from '../platform/jobs/queues.ts';
import { workJobs } from '../platform/jobs/work-jobs.ts';

/**
 * Starts a worker, which runs jobs and relays events. It answers only health and metrics, so it has nothing to drain:
 * its `stop` takes no other job, and hands back the jobs that do not end in time. It may start before the database is
 * migrated; jobs run only while the worker is ready.
 * @throws Error `EADDRINUSE` when a port is taken
 */
export async function startWorker(config: Config, overrides: ServiceOverrides = {}): Promise<RunningProcess> {
    const dependencies = await openDependencies(config, overrides);
    const { log, health, database, metrics } = dependencies;
    try {
        const { port, metricsPort, close } = await listen(await createServer(dependencies, healthRoutes), dependencies);
        const observer = jobMetrics(metrics.registry, () => readQueueStates(database, Object.keys(queues)));
        const jobs = workJobs({
            database, queues, observer, log,
            handlers: jobHandlers(
                dependencies, observer, mailMetrics(metrics.registry, () => readMailBacklog(database))),
            schedules: jobSchedules(config),
            ready: async () => (await health.readiness()).ready,
            graceMs: config.shutdownTimeoutMs
        });
        const relay = relayEvents(dependencies, webhookMetrics(metrics.registry, () => readRelayState(database)));
        return {
            port, metricsPort, dependencies, log,
            stop: async () => {
                health.shutDown();
                await Promise.all([jobs.stop(), relay.stop()]);
                await close();
                await dependencies.close();
                log.info({}, 'Stopped');
            }
        };
    } catch (error) {
        await dependencies.close();
        throw error;
    }
}
