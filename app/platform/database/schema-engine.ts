import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
    bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';

const wasmFile = 'schema_engine_bg.wasm';

/** TypeScript's own types of `WebAssembly` come only together with the browser's. */
// eslint-disable-next-line @typescript-eslint/naming-convention -- the name of the global
declare const WebAssembly: {
    instantiate(
        bytes: Uint8Array, imports: Record<string, object>
    ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

/** Handling of the scripts of migrations. */
export type ScriptHandling = {
    /** Changes a script before it is sent. */
    readonly rewrite?: (script: string) => string;
    /** Notified of a script that PostgreSQL refused, and of its error: the engine's own error names neither. */
    readonly failed?: (script: string, error: unknown) => void;
};

let loaded: Promise<void> | undefined;

/**
 * Prisma's own schema engine, the one behind `prisma migrate`, in its WebAssembly build: no CLI and no downloaded
 * binary is needed. It talks to PostgreSQL through the same driver adapter as the client. Free it after use.
 * @param scripts - Handling of each script on its way to PostgreSQL.
 */
export async function openSchemaEngine(
    adapters: SqlMigrationAwareDriverAdapterFactory, scripts: ScriptHandling = {}
): Promise<SchemaEngine> {
    loaded ??= loadEngine();
    await loaded;
    const ignoreLog = () => undefined;
    const factory = bindMigrationAwareSqlAdapterFactory(adaptEach(
        adapters, (adapter) => withWholeScripts(adapter, scripts)));
    return bindings.SchemaEngine.new({ datamodels: undefined }, ignoreLog, factory);
}

/** Factory that applies `change` to each adapter of the given one. */
export function adaptEach(
    factory: SqlMigrationAwareDriverAdapterFactory,
    change: (adapter: SqlDriverAdapter) => SqlDriverAdapter
): SqlMigrationAwareDriverAdapterFactory {
    return {
        provider: factory.provider,
        adapterName: factory.adapterName,
        connect: async () => change(await factory.connect()),
        connectToShadowDb: async () => change(await factory.connectToShadowDb())
    };
}

/**
 * Sends each script as a whole, as Prisma's native engine does: PostgreSQL applies all of it, or nothing.
 * `@prisma/adapter-pg` 7 would cut a migration at every semicolon, also inside a function's body or a string.
 */
function withWholeScripts(
    adapter: SqlDriverAdapter, { rewrite = (script) => script, failed }: ScriptHandling
): SqlDriverAdapter {
    return Object.assign(adapter, {
        executeScript: async (script: string) => {
            try {
                await adapter.executeRaw({ sql: rewrite(script), args: [], argTypes: [] });
            } catch (error) {
                failed?.(script, error);
                throw error;
            }
        }
    });
}

async function loadEngine(): Promise<void> {
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(
        message) } });
    const imports = { './schema_engine_bg.js': { ...bindings, ...timersThatDoNotHoldTheProcess() } };
    const { instance } = await WebAssembly.instantiate(await readFile(engineFile()), imports);
    bindings.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
}

/**
 * Timers that do not keep a process alive: the engine leaves one of 10 s behind each time it has taken its advisory
 * lock.
 */
function timersThatDoNotHoldTheProcess(): Record<string, unknown> {
    const names = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout_'));
    return Object.fromEntries(
        names.map((name) => [name, (callback: () => void, ms: number) => setTimeout(callback, ms).unref()]));
}

function engineFile(): URL {
    const besideBundle = new URL(wasmFile, import.meta.url);
    return existsSync(besideBundle)
        ? besideBundle : new URL(wasmFile, import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
}
