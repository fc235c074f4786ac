import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { environment } from '../../app/platform/config/environment.ts';

test('every setting is documented, and nothing else is', async () => {
    const documentation = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    const settings = [...environment.$_terms['keys'] as Iterable<{ readonly key: string }>].map(({ key }) => key);
    const rows = documentation.split('\n').filter((line) => line.startsWith('| `')).map((line) =>
        line.split('|')[1] ?? '');

    const documented = rows.flatMap((row) => [...row.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));

    expect(documented.sort()).toEqual(settings.sort());
});
