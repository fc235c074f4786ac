import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** Tables, and the views that stand before the job queue's. */
const tables = [...readFileSync('prisma/schema.prisma', 'utf8').matchAll(/@@map\("(\w+)"\)/g)].map(([, name]) => name)
    .concat('job', 'job_queue');

test('every statement names the schema of its tables: it may run on a connection with any search_path', () => {
    const names = tables.join('|');
    const bare = new RegExp(`\\b(FROM|JOIN|INTO|UPDATE|USING|NULL::)\\s*(ONLY\\s+)?(${names})\\b(?!\\s*\\()`);
    const files = execFileSync('git', ['ls-files', 'app', 'bench', 'test/crash'], { encoding: 'utf8' }).split('\n')
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    const found = files.flatMap((file) => readFileSync(file, 'utf8').split('\n')
        .map((line, index) => `${file}:${index + 1} ${line.trim()}`).filter((line) => bare.test(line)));

    expect(tables).toHaveLength(28);
    expect(files.length).toBeGreaterThan(400);
    expect(found).toEqual([]);
});
