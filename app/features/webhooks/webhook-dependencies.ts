import type { Clock } from '../../foundation/clock/clock.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Database } from '../../platform/database/database.ts';

/** Dependencies of the webhook commands, a part of those that the composition root makes. */
export type WebhookDependencies = {
    readonly database: Database;
    readonly clock: Clock;
    readonly config: Pick<Config, 'webhooks' | 'port' | 'metricsPort' | 'version'>;
};
