import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';

/** Which settlements, and how many. */
export type PaymentQuery = {
    readonly contactId?: string;
    readonly kind?: readonly SettlementKind[];
    /** The day it counts for, inclusive, `YYYY-MM-DD`. */
    readonly fromDate?: string;
    readonly toDate?: string;
    readonly limit: number;
    /** Where the last page ended. */
    readonly cursor?: string;
};
