import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from './config.ts';
import { openDependencies, type ServiceOverrides, type Services } from './dependencies.ts';
import { stopListening } from './http/quiet-close.ts';
import type { Logger } from './observability/log.ts';
import { openMetricsServer } from './observability/metrics-server.ts';
import { createServer } from './server.ts';

/** The service while it runs. */
export type RunningService = {
    /** Ports that are listened on, also where the configuration asked for any free one. */
    readonly port: number;
    readonly metricsPort: number;
    readonly services: Services;
    readonly log: Logger;
    /** Drains, finishes what was accepted, and closes everything in reverse order. */
    stop(): Promise<void>;
};

/**
 * Opens dependencies, API and metrics, in this order.
 * @throws Error `EADDRINUSE` when a port is taken
 */
export async function startService(config: Config, overrides: ServiceOverrides = {}): Promise<RunningService> {
    const opened = await openDependencies(config, overrides);
    const { log, health, metrics } = opened;
    try {
        const server = await createServer(opened);
        await server.start();
        const metricsServer = await openMetricsServer(metrics.registry, config.metricsPort, config.host);
        const port = Number(server.info.port);
        warnOfTrustedNetworks(config, log);
        log.info({ port, metricsPort: metricsServer.port, environment: config.environment }, 'Listening');
        return {
            port,
            metricsPort: metricsServer.port,
            services: opened,
            log,
            stop: async () => {
                health.shutDown();
                await wait(config.shutdownDrainMs);
                await stopListening(server);
                await server.stop({ timeout: config.shutdownTimeoutMs });
                await metricsServer.close();
                await opened.close();
                log.info({}, 'Stopped');
            }
        };
    } catch (error) {
        await opened.close();
        throw error;
    }
}

function warnOfTrustedNetworks({ auth }: Config, log: Logger): void {
    if (auth.trustedNetworks.length > 0) {
        const networks = auth.trustedNetworks.map(({ address, prefix }) => `${address}/${prefix}`);
        log.warn({ networks, role: auth.trustedRole }, 'Calls from trusted networks are let in without a token');
    }
}
