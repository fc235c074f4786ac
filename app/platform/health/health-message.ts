import type { HealthReport, Readiness } from './health.ts';

/** Readiness in one sentence. The CRM's gateway shows its caller this member of an answer and no other. */
export function readinessMessage({ ready, shuttingDown, database: { status, detail } }: Readiness): string {
    if (ready) {
        return 'The service is ready';
    }
    return shuttingDown
        ? 'The service is shutting down' : `PostgreSQL is ${status}${detail === undefined ? '' : `: ${detail}`}`;
}

/** Health in one sentence: readiness, and what is down beside it. */
export function healthMessage(report: HealthReport): string {
    return [readinessMessage(report), ...downBeside(report).map((name) => `${name} is down`)].join('; ');
}

/** True when something is down that the service does without. */
export function isDegraded(report: HealthReport): boolean {
    return downBeside(report).length > 0;
}

function downBeside({ redis, upstreams }: HealthReport): readonly string[] {
    return [
        ...(redis.status === 'down' ? ['Redis'] : []),
        ...upstreams.filter(({ status }) => status === 'down').map(({ name }) => name)
    ];
}
