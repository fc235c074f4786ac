import { Counter, type Registry } from 'prom-client';
import { secretKinds, type SecretsObserver } from './secrets.ts';

/** The part of a pino logger that is used here. */
type SecretsLog = { error(fields: object, message: string): void };

/** Pause between two log lines in ms: a lost key shows with every delivery, and the metric counts them all. */
const quietMs = 60_000;

/** Counts the secrets that could not be opened, and logs one at most every minute. */
export function secretsObserver(registry: Registry, log: SecretsLog): SecretsObserver {
    const unreadable = new Counter({
        name: 'secrets_unreadable_total',
        help: 'Stored secrets that could not be opened with SECRETS_KEY, by kind', labelNames: ['kind'],
        registers: [registry]
    });
    // Initialised with 0, so that the first one shows as an increase.
    for (const kind of secretKinds) unreadable.inc({ kind }, 0);
    let loggedAt = -Infinity;
    return {
        unreadable: ({ organisationId, kind, id }) => {
            unreadable.inc({ kind });
            if (performance.now() - loggedAt >= quietMs) {
                loggedAt = performance.now();
                // The id of a kept answer is the caller's own key, which is no business of a log.
                log.error({ organisation: organisationId, kind, ...(kind === 'kept_answer' ? {} : { id }) },
                    'A stored secret cannot be opened with SECRETS_KEY: give back the key that it was sealed under, '
                    + 'or have the secret made anew');
            }
        }
    };
}
