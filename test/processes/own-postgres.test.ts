import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findPostgres } from '../../app/dev/postgres-binaries.ts';
import { startPostgres } from '../../app/dev/postgres.ts';
import { freePort } from '../../scripts/ports.mjs';

test('PostgreSQL starts in a folder below one that is not there yet, whoever starts it', async () => {
    const clone = mkdtempSync(join(tmpdir(), 'clone-'));
    // A clone is readable to all; files that `npm start` makes in it must be too, for root's PostgreSQL runs as another
    // user.
    chmodSync(clone, 0o755);

    const server = await startPostgres({
        binaries: findPostgres(), folder: join(clone, '.data', 'postgres'), port: await freePort(), durable: false
    });
    await server.stop();
    rmSync(clone, { recursive: true });

    expect(server.port).toBeGreaterThan(0);
});
