import { expect, test } from '@jest/globals';
import { diffSchema } from '../../app/dev/schema-changes.ts';
import { serverUrl } from '../support/given-database.ts';

test('when all migrations are applied, the database is what schema.prisma says', async () => {
    const missing = await diffSchema(serverUrl());

    expect(missing).toBe('');
});
