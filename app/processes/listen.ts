import type { Server } from '@hapi/hapi';
import type { Dependencies } from './dependencies.ts';
import { openMetricsServer } from '../platform/observability/metrics-server.ts';
import { stopListening } from '../platform/http/quiet-close.ts';

/** Listeners of a process. */
export type Listeners = {
    /** The port in use, also where the configuration asked for any free port. */
    readonly port: number;
    readonly metricsPort: number;
    /** Stops accepting calls, and answers those that were accepted. */
    close(): Promise<void>;
};

/**
 * Starts to listen: the server and the metrics, in this order.
 * @throws Error `EADDRINUSE` when a port is taken
 */
export async function listen(
    server: Server, { config, log, metrics }: Pick<Dependencies, 'config' | 'log' | 'metrics'>
): Promise<Listeners> {
    await server.start();
    const metricsServer = await openMetricsServer(metrics.registry, config.metricsPort, config.host)
        .catch(async (error: unknown) => {
            await server.stop();
            throw error;
        });
    const [port, metricsPort] = [Number(server.info.port), metricsServer.port];
    log.info({ port, metricsPort, environment: config.environment }, 'Listening');
    return {
        port,
        metricsPort,
        close: async () => {
            await stopListening(server);
            await server.stop({ timeout: config.shutdownTimeoutMs });
            await metricsServer.close();
        }
    };
}
