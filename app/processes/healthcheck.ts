/**
 * Process entry of the image's HEALTHCHECK: asks the service in its container for its health, and ends with 0 or 1. The
 * image has no curl, `main.ts` would load the whole configuration for one request, and `fetch` refuses some ports that
 * the service may have.
 */
import { get } from 'node:http';
import { text } from 'node:stream/consumers';

const limitMs = 8_000;
/** Reads a setting as the service does: an empty or blank one counts as absent. */
const setting = (name: string) => process.env[name]?.trim() || undefined;

get({
    host: setting('HOST') ?? '127.0.0.1', port: setting('PORT') ?? '3008', path: '/health/check',
    signal: AbortSignal.timeout(limitMs)
}, (response) => {
    process.exitCode = response.statusCode === 200 ? 0 : 1;
    text(response).then((body) => process.stdout.write(body), fail);
}).once('error', fail);

function fail(error: unknown): void {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
}
