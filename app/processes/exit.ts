import { ConfigFaults } from '../platform/config/config.ts';
import { StartFault } from '../foundation/errors/start-fault.ts';

/** Exit code of a wrong command line, from sysexits.h, which supervisors and scripts know. */
export const exitUsage = 64;
/** Exit code of a wrong setting: starting again changes nothing. */
const exitConfig = 78;

/** Ends the process and prints the reason. */
export function fail(code: number, message: string): never {
    process.stderr.write(`${message}\n`);
    process.exit(code);
}

/** Ends the process for an error of its command. */
export function failWith(error: unknown): never {
    fail(error instanceof ConfigFaults ? exitConfig : 1, explain(error));
}

function explain(error: unknown): string {
    if (!(error instanceof Error)) {
        return String(error);
    }
    if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
        return `Port ${String(error.port)} is taken by another process; set PORT or METRICS_PORT to a free one`;
    }
    return error instanceof ConfigFaults || error instanceof StartFault ? error.message : error.stack ?? error.message;
}
