import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StartFault } from '../../foundation/errors/start-fault.ts';

/**
 * The folder with Prisma's migrations: beside the bundle in production (`npm run build` puts it there), in `prisma/`
 * when the sources run.
 */
export function migrationsFolder(): string {
    const besideBundle = fileURLToPath(new URL('./migrations', import.meta.url));
    return existsSync(besideBundle)
        ? besideBundle : fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));
}

/**
 * Names of the migrations that this build needs, oldest first. The service is ready only when the database has them
 * all; a database that has more (a newer build migrated it) is fine.
 * @throws StartFault when this build came without its migrations: every database would seem to be up to date
 */
export function requiredMigrations(folder = migrationsFolder()): readonly string[] {
    const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
    const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
    if (names.length === 0) {
        throw new StartFault('This build is incomplete: it has no migrations; deploy the folder "migrations" that lies '
            + 'beside the bundle too');
    }
    return names;
}
