import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';

/** Dependencies of the webhook commands, a part of those that the composition root makes. */
export type WebhookDependencies = {
    readonly database: Database;
    readonly clock: Clock;
    readonly config: {
        readonly webhooks: {
            /** For development: events may be sent by HTTP and to private addresses. */
            readonly allowPrivate: boolean;
        };
    };
};
