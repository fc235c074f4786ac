import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { migrationsFolder, requiredMigrations } from './schema-version.ts';

/**
 * The migration files in the form that Prisma's schema engine takes.
 * @throws StartFault when the folder has none
 */
export function readMigrations(folder = migrationsFolder()): MigrationList {
    return {
        baseDir: folder,
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
        shadowDbInitScript: '',
        migrationDirectories: requiredMigrations(folder).map((name) => ({
            path: name,
            migrationFile: {
                path: 'migration.sql',
                content: { tag: 'ok', value: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }
            }
        }))
    };
}
