import { types } from 'node:util';
import { pino, type Logger } from 'pino';

export type { Logger };

/** Maximum errors of a chain of causes that are logged. */
const maxChainLength = 4;
const maxMessageLength = 500;

const secret = ['authorization', 'cookie', 'token', 'password', 'secret', 'jwtSecrets'];

/**
 * Writes one JSON line per event to standard output: a message that never varies, and its data apart.
 * @param version - Version of the build, shown in each line.
 */
export function openLog(level: string, version: string): Logger {
    return pino({
        level,
        messageKey: 'message',
        base: { service: 'invoices-service', version },
        timestamp: () => `,"time":"${new Date().toISOString()}"`,
        formatters: { level: (label) => ({ level: label }) },
        serializers: { err: plainError },
        redact: { paths: [...secret, ...secret.map((name) => `*.${name}`)], censor: '[redacted]' }
    }, pino.destination({ dest: 1, sync: false }));
}

/**
 * Part of an error that is logged. Its other members are not: drivers attach rows and parameters, which are personal
 * data.
 */
function plainError(error: unknown, depth = 0): unknown {
    if (!types.isNativeError(error)) {
        return { message: typeof error };
    }
    const { name, message, stack, cause } = error;
    return {
        type: name,
        ...('code' in error ? { code: String(error.code) } : {}),
        message: message.slice(0, maxMessageLength),
        ...(stack === undefined ? {} : { stack: framesOf(stack) }),
        ...(types.isNativeError(cause) && depth < maxChainLength ? { cause: plainError(cause, depth + 1) } : {})
    };
}

/** The frames without the message, which may be long and is logged beside them. */
function framesOf(stack: string): string {
    return stack.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12).map((line) => line.trim()).join('\n');
}
