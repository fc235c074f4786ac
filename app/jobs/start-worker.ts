import type { Config } from '../config.ts';
import { openDependencies, type ServiceOverrides } from '../dependencies.ts';
import { healthRoutes } from '../health/health.routes.ts';
import { listen } from '../http/listen.ts';
import { jobMetrics } from '../observability/job-metrics.ts';
import { webhookMetrics } from '../observability/webhook-metrics.ts';
import type { RunningProcess } from '../process/running-process.ts';
import { createServer } from '../server.ts';
import { readRelayState } from '../webhooks/relay-state.repository.ts';
import { relayEvents } from '../webhooks/start-relay.ts';
import { cleanUpIdempotencyKeys } from './clean-up-idempotency-keys.ts';
import { startPeriodicJob } from './periodic-job.ts';

/**
 * Runs what nobody waits for: the jobs. It answers health and metrics and no other call, so it has nothing to drain: when it is
 * stopped it ends the batch at hand. It may start before the database is migrated; jobs run only while it is ready.
 * @throws Error `EADDRINUSE` when a port is taken
 */
export async function startWorker(config: Config, overrides: ServiceOverrides = {}): Promise<RunningProcess> {
    const services = await openDependencies(config, overrides);
    const { log, health, database, metrics } = services;
    try {
        const { port, metricsPort, close } = await listen(await createServer(services, healthRoutes), services);
        const observer = jobMetrics(metrics.registry);
        const cleanUp = startPeriodicJob({
            name: 'clean-up-idempotency-keys',
            intervalMs: config.cleanUpIntervalSeconds * 1_000,
            mayRun: async () => (await health.readiness()).ready,
            run: (signal) => cleanUpIdempotencyKeys({ database, observer }, signal),
            observer,
            log
        });
        const relay = relayEvents(services, webhookMetrics(metrics.registry, () => readRelayState(database)));
        return {
            port, metricsPort, services, log,
            stop: async () => {
                health.shutDown();
                await Promise.all([cleanUp.stop(), relay.stop()]);
                await close();
                await services.close();
                log.info({}, 'Stopped');
            }
        };
    } catch (error) {
        await services.close();
        throw error;
    }
}
