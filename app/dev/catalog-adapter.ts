import { EventEmitter } from 'node:events';
import { PrismaPg } from '@prisma/adapter-pg';
import {
    ColumnTypeEnum, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { adaptEach } from '../platform/database/schema-engine.ts';

const internalCharOid = 18;
const textOid = 25;
const internalCharColumns = ['constraint_type', 'confdeltype', 'confupdtype'];

/**
 * `@prisma/adapter-pg`, able to read a database's catalog for the schema engine's `diff`. Version 7 refuses
 * PostgreSQL's internal type `"char"`, which some catalog columns have ("could not be deserialized"), while the engine
 * insists on it.
 * @param connection - Host, port and database apart: the adapter would take a connection string's database for its
 *     shadow.
 * @see https://github.com/prisma/orm/issues/27403 the same for another internal type
 */
export function catalogAdapters(connection: pg.PoolConfig): SqlMigrationAwareDriverAdapterFactory {
    return adaptEach(new PrismaPg({ ...connection, Client: CatalogClient }), (adapter) => withInternalChar(adapter));
}

/** Presents `"char"` to the adapter as text. */
class CatalogClient extends pg.Client {
    constructor(config?: pg.ClientConfig) {
        super(config);
        const connection: unknown = Reflect.get(this, 'connection');
        if (!(connection instanceof EventEmitter))
            throw new Error('pg keeps its connection elsewhere now; see this file');
        connection.prependListener('rowDescription', ({ fields }: { fields: { dataTypeID: number }[] }) => {
            for (const field of fields) {
                if (field.dataTypeID === internalCharOid) field.dataTypeID = textOid;
            }
        });
    }
}

/** Presents these columns to the engine as characters again. */
function withInternalChar(adapter: SqlDriverAdapter): SqlDriverAdapter {
    const queryRaw = adapter.queryRaw.bind(adapter);
    return Object.assign(adapter, {
        queryRaw: async (query: Parameters<typeof queryRaw>[0]) => {
            const result = await queryRaw(query);
            const columnTypes = result.columnTypes.map((type, column) =>
                internalCharColumns.includes(result.columnNames[column] ?? '') ? ColumnTypeEnum.Character : type);
            return { ...result, columnTypes };
        }
    });
}
