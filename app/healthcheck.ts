/**
 * Process entry of the image's HEALTHCHECK: asks the service beside it how it is, and ends with 0 or 1. The image has no curl,
 * and `main.ts` would load the whole configuration for one request.
 */
const limitMs = 8_000;
const host = process.env['HOST'] || '127.0.0.1';
const port = process.env['PORT'] || '3008';

try {
    const response = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/health/check`, { signal: AbortSignal.timeout(limitMs) });
    process.stdout.write(await response.text());
    process.exitCode = response.ok ? 0 : 1;
} catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
}

export {};
