import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';

/** What the webhook commands work with; the composition root's services have all of it. */
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
