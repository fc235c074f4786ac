import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Typesetter } from '../../platform/typesetting/typesetter.ts';

/** Dependencies of printed documents. */
export type DocumentDependencies = {
    readonly database: Database;
    readonly clock: Clock;
    readonly typesetter: Typesetter;
};
