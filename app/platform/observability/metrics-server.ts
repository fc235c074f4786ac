import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** Server of the port that Prometheus reads, apart from the API so that no gateway ever shows it. */
export type MetricsServer = { readonly port: number; close(): Promise<void> };

/**
 * Serves `/metrics` and nothing else.
 * @throws Error `EADDRINUSE` when the port is taken
 */
export async function openMetricsServer(
    registry: Registry, port: number, host: string | undefined
): Promise<MetricsServer> {
    const server = createServer(
        { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 65_000 }, (request, response) => {
            const known = request.url?.split('?')[0] === '/metrics';
            if (!known || (request.method !== 'GET' && request.method !== 'HEAD')) {
                response.writeHead(known ? 405 : 404, { 'content-type': 'text/plain; charset=utf-8' })
                    .end('Only GET /metrics is here\n');
                return;
            }
            registry.metrics().then(
                (body) => response.writeHead(200, { 'content-type': registry.contentType }).end(body),
                (error: unknown) => response.destroy(error instanceof Error ? error : undefined)
            );
        });
    await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
            server.removeListener('error', reject);
            resolve();
        });
    });
    return {
        // Listening on a port always gives an address object.
        port: (server.address() as AddressInfo).port,
        close: () => new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
        })
    };
}
