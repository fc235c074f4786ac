import type { Dependencies } from './dependencies.ts';
import type { Logger } from '../platform/observability/log.ts';

/** A process of the service while it runs: one that serves the API, or a worker. */
export type RunningProcess = {
    /** The port in use, also where the configuration asked for any free one. */
    readonly port: number;
    readonly metricsPort: number;
    readonly dependencies: Dependencies;
    readonly log: Logger;
    /** Finishes what was accepted, and closes everything in reverse order. */
    stop(): Promise<void>;
};
