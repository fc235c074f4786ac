import { join } from 'node:path';
import type { Checks } from '../../support/checks.ts';
import { attempt } from '../command.ts';
import { ask } from '../journey.ts';
import type { Stack } from './stack.ts';

/** Runs the operator's scripts: a copy, a lost database, and all of it restored. */
export async function backUpAndRestore(
    { folder, env, compose, servicePort, untilHealthy }: Stack, token: string, checks: Checks
): Promise<void> {
    const script = (name: string) =>
        attempt(join(folder, 'deploy', name), [join(folder, 'copy.dump')], { cwd: folder, env });
    const psql = (database: string, sql: string) =>
        compose('exec', '-T', 'postgres', 'psql', '--username=invoices', `--dbname=${database}`, '--command', sql);
    const state = async () =>
        (await ask(servicePort, { method: 'GET', path: '/invoices?page=1&limit=5&sortBy=createdAt', token })).text;
    const before = await state();

    const backup = await script('backup.sh');
    checks.expectNone(
        `backup: ${backup.stdout.trim().slice(folder.length + 1)}`, backup.code === 0 ? [] : [backup.stderr]);
    const refused = await script('restore.sh');
    checks.expectNone('restore refuses a database that is not empty',
        refused.code === 1 && refused.stderr.includes('Nothing is overwritten') ? [] : [refused.stderr]);
    await compose('stop', '--timeout', '20', 'invoices-service', 'invoices-worker');
    await psql('postgres', 'DROP DATABASE invoices WITH (FORCE)');
    await psql('postgres', 'CREATE DATABASE invoices');
    const restored = await script('restore.sh');
    checks.expectNone(`restore: ${restored.stdout.trim()}`, restored.code === 0 ? [] : [restored.stderr]);
    await compose('start', 'invoices-service', 'invoices-worker');
    await untilHealthy();

    const after = await state();
    checks.expectNone(
        'the invoices are those of before', after === before ? [] : [before.slice(0, 200), after.slice(0, 200)]);
}
