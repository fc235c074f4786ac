import { Client } from '@hapi/catbox';
import { Engine as MemoryEngine } from '@hapi/catbox-memory';
import { Engine as RedisEngine } from '@hapi/catbox-redis';
import type { Redis } from 'ioredis';
import { guardedEngine } from './guarded-engine.ts';

/**
 * Maximum size of the cache in memory, about 40 000 answers. When it is full, new answers are not kept until older ones
 * expire.
 */
const maxMemoryBytes = 32 * 1024 * 1024;

/** First part of every key in Redis, which tells the cache from the other content there. */
const cachePartition = 'invoices-cache';

/** Options for opening a cache. */
export type CacheOptions = {
    /** Redis that all replicas share; the caller closes it. Without it the cache is in this process's memory. */
    readonly redis?: Redis | undefined;
    /** Notified when Redis stops answering (false) and when it answers again (true). */
    readonly changed: (usable: boolean) => void;
};

/** Opens the cache that read-through policies keep their values in. Values are text. */
export async function openCache({ redis, changed }: CacheOptions): Promise<Client<string>> {
    const client = redis === undefined
        ? new Client<string>(new MemoryEngine<string>({ maxByteSize: maxMemoryBytes }))
        : new Client<string>(guardedEngine(
            new RedisEngine<string>({ client: redis, partition: cachePartition }), changed));

    await client.start();
    return client;
}
