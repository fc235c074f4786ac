import type { Clock } from '../../foundation/clock/clock.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';

/** Dependencies of the webhook commands, a part of those that the composition root makes. */
export type WebhookDependencies = {
    readonly database: Database;
    readonly clock: Clock;
    /** Seals the secrets of webhooks, and opens them. */
    readonly secrets: Secrets;
    readonly config: Pick<Config, 'webhooks' | 'port' | 'metricsPort' | 'version'>;
};
