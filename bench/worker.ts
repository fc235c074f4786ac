import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of our own that does one job at a time. */
export type Worker<Job, Result> = { readonly pid: number; ask(job: Job): Promise<Result>; close(): Promise<void> };

type Reply<Result> = { readonly result: Result } | { readonly error: string };

/**
 * Starts `bench/<name>.ts` as a process. It ends by itself when our process ends.
 * @param name - File that calls {@link serveJobs}.
 */
export async function openWorker<Job extends object, Result>(name: string): Promise<Worker<Job, Result>> {
    const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
    const child = fork(file, { env: { ...process.env, NODE_ENV: 'production' }, serialization: 'advanced' });
    await once(child, 'spawn');
    const ended = once(child, 'exit');
    return {
        pid: child.pid ?? 0,
        ask: async (job) => {
            child.send(job);
            const [reply] = await Promise.race([
                once(child, 'message') as Promise<[Reply<Result>]>,
                ended.then(() => [{ error: `${name} ended` }] as const)
            ]);
            if ('error' in reply) {
                throw new Error(`${name}: ${reply.error}`);
            }
            return reply.result;
        },
        close: async () => {
            child.kill();
            await ended;
        }
    };
}

/** The side of the worker: does each job that is sent and answers its result. */
export function serveJobs<Job, Result>(work: (job: Job) => Promise<Result>): void {
    process.on('message', (job: Job) => {
        work(job).then(
            (result) => process.send?.({ result }),
            (error: unknown) =>
                process.send?.({ error: error instanceof Error ? error.stack ?? error.message : String(error) })
        );
    });
    process.on('disconnect', () => process.exit());
}
