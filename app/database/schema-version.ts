import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The folder with Prisma's migrations: beside the bundle in production (`npm run build` puts it there), in `prisma/` when
 * the sources run.
 */
export function migrationsFolder(): string {
    const besideBundle = fileURLToPath(new URL('./migrations', import.meta.url));
    return existsSync(besideBundle) ? besideBundle : fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
}

/**
 * Names of the migrations that this build needs, oldest first. The service is ready only when the database has them all;
 * a database that has more (a newer build migrated it) is fine.
 */
export function requiredMigrations(): readonly string[] {
    const folder = migrationsFolder();
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort();
}
