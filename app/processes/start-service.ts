import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '../platform/config/config.ts';
import { openDependencies, type ServiceOverrides } from './dependencies.ts';
import { apiRoutes } from './documented-routes.ts';
import { listen } from './listen.ts';
import { migrateOnStart } from './migrate-on-start.ts';
import type { Logger } from '../platform/observability/log.ts';
import type { RunningProcess } from './running-process.ts';
import { createServer } from './server.ts';

/**
 * Serves the API: opens dependencies, API and metrics, in this order. Its `stop` drains first.
 * @throws Error `EADDRINUSE` when a port is taken
 */
export async function startService(config: Config, overrides: ServiceOverrides = {}): Promise<RunningProcess> {
    const dependencies = await openDependencies(config, overrides);
    const { log, health } = dependencies;
    try {
        const server = await createServer(dependencies, apiRoutes);
        warnOfTrustedNetworks(config, log);
        warnOfMemory(config, log);
        const { port, metricsPort, close } = await listen(server, dependencies);
        const migration = config.migrateOnStart ? migrateOnStart(config, log) : undefined;
        return {
            port, metricsPort, dependencies, log,
            stop: async () => {
                health.shutDown();
                await wait(config.shutdownDrainMs);
                await close();
                await migration?.stop();
                await dependencies.close();
                log.info({}, 'Stopped');
            }
        };
    } catch (error) {
        await dependencies.close();
        throw error;
    }
}

function warnOfMemory({ redisUrl }: Config, log: Logger): void {
    if (redisUrl === undefined) {
        log.warn({}, 'Without REDIS_URL this replica alone knows which sessions were ended, until it stops');
    }
}

function warnOfTrustedNetworks({ auth }: Config, log: Logger): void {
    if (auth.trustedNetworks.length > 0) {
        const networks = auth.trustedNetworks.map(({ address, prefix }) => `${address}/${prefix}`);
        log.warn({ networks, role: auth.trustedRole },
            'CALLS FROM TRUSTED NETWORKS NEED NO TOKEN: whoever reaches this port from them acts in that role');
    }
}
