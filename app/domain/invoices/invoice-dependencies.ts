import type { Database } from '../../platform/database/database.ts';
import type { PricingDependencies } from '../pricing/pricing.ts';

/** What the invoice commands work with; the composition root's services have all of it. */
export type InvoiceDependencies = PricingDependencies & {
    readonly database: Database;
    readonly config: {
        /** IANA name; decides which calendar date it is for the seller. */
        readonly timeZone: string;
        readonly upstream: {
            /** A price read longer ago is not issued unless told to. */
            readonly priceMaxAgeHours: number;
        };
    };
};
