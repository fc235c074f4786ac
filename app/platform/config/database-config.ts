import type { DatabaseEnvironment } from './environment.ts';

/** Settings of the database. */
export type DatabaseConfig = {
    /** Its address, `postgresql://…`. */
    readonly url: string;
    /** Schema of this service in it. */
    readonly schema: string;
    /** Maximum connections of one process. */
    readonly poolSize: number;
    /** Maximum milliseconds until a connection is free or made; absent: the pool's usual ones. */
    readonly connectTimeoutMs?: number;
};

/** Reads the settings of the database, and adds the missing ones to `faults`. */
export function databaseConfig(env: DatabaseEnvironment, faults: string[]): DatabaseConfig {
    const { DATABASE_CONNECT_TIMEOUT_MS: connectTimeoutMs } = env;
    return {
        url: databaseUrlOf(env, faults), schema: env.DB_SCHEMA, poolSize: env.DATABASE_POOL_SIZE,
        ...connectTimeoutMs === undefined ? {} : { connectTimeoutMs }
    };
}

function databaseUrlOf(env: DatabaseEnvironment, faults: string[]): string {
    if (env.DATABASE_URL !== undefined) {
        return env.DATABASE_URL;
    }

    const missing = (['DB_HOST', 'DB_USERNAME', 'DB_NAME'] as const).filter((name) => env[name] === undefined);
    if (missing.length === 3) {
        faults.push('DATABASE_URL is required (or DB_HOST, DB_PORT, DB_USERNAME, DB_PASSWORD and DB_NAME)');
    } else {
        faults.push(...missing.map((name) => `${name} is required when DATABASE_URL is not set`));
    }
    const { DB_HOST: host = '', DB_USERNAME: user = '', DB_PASSWORD: password = '', DB_NAME: name = '' } = env;
    const login = `${encodeURIComponent(user)}${password === '' ? '' : `:${encodeURIComponent(password)}`}`;
    return `postgresql://${login}@${host.includes(':') ? `[${host}]` : host}:${env.DB_PORT}/${encodeURIComponent(name)}`;
}
