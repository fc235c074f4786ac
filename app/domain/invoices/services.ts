import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Upstreams } from '../../platform/upstream/upstreams.ts';

/** What the invoice commands work with; the composition root's services have all of it. */
export type InvoiceServices = {
    readonly database: Database;
    readonly clock: Clock;
    readonly upstreams: Upstreams;
    readonly config: {
        /** IANA name; decides which calendar date it is for the seller. */
        readonly timeZone: string;
        readonly upstream: {
            /** A price read longer ago is not issued unless told to. */
            readonly priceMaxAgeHours: number;
            /** ISO 4217: currency of prices whose upstream names none. */
            readonly priceCurrency: string;
        };
    };
};
