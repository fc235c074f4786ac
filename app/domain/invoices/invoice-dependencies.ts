import type { Database } from '../../platform/database/database.ts';
import type { IssueRules } from './issue-rules.ts';
import type { PricingDependencies } from '../pricing/pricing.ts';

/** Dependencies of the invoice commands, which the composition root provides. */
export type InvoiceDependencies = PricingDependencies & {
    readonly database: Database;
    /** Rules of the forms in which documents must be written. */
    readonly issueRules: IssueRules;
    readonly config: {
        /** IANA name of the seller's time zone, which decides the calendar date. */
        readonly timeZone: string;
        readonly upstream: {
            /** Maximum age of a price in hours; an older one is not issued unless the caller asks for it. */
            readonly priceMaxAgeHours: number;
        };
    };
};
