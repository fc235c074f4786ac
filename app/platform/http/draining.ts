import type { Plugin } from '@hapi/hapi';

/**
 * Closes the connection with every answer while the service shuts down, so that clients open their next one elsewhere
 * and no request arrives on a connection that is about to go.
 */
export const draining: Plugin<void> = {
    name: 'draining',
    register: (server) => {
        server.ext('onPreResponse', async ({ response }, h) => {
            await server.app.answersHeld;
            if (server.app.dependencies.health.isShuttingDown()) {
                const headers = 'isBoom' in response ? response.output.headers : response.headers;
                headers['connection'] = 'close';
            }
            return h.continue;
        });
    }
};
