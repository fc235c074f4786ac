import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { DocumentType } from '../../foundation/vocabulary/document-types.ts';
import type { PricesInclude } from '../../foundation/vocabulary/prices-include.ts';
import type { ItemInput } from '../pricing/item-input.ts';

/** A draft as a caller gives it. `null` empties a field; absent leaves it as it is (PATCH) or to its default (POST). */
export type DraftInput = {
    readonly invoiceType?: Exclude<DocumentType, 'corrective'>;
    readonly contactId?: string | null;
    readonly customerName?: string | null;
    readonly customerNIP?: string | null;
    readonly customerREGON?: string | null;
    readonly customerAddress?: string | null;
    readonly customerVATPayer?: boolean | null;
    readonly validateCustomer?: boolean;
    readonly issueDate?: string | null;
    readonly saleDate?: string | null;
    readonly dueDate?: string | null;
    readonly paymentMethod?: PaymentMethod;
    readonly paymentTerms?: string | null;
    readonly notes?: string | null;
    readonly quoteId?: string | null;
    readonly currency?: string;
    readonly pricesInclude?: PricesInclude;
    readonly language?: string;
    readonly discountPercent?: bigint;
    readonly discountAmount?: bigint;
    /** Units of the VAT currency for one unit of the currency, in billionths; `null` leaves it to the source of rates. */
    readonly exchangeRate?: bigint | null;
    readonly exchangeRateDate?: string | null;
    readonly exchangeRateSource?: string | null;
    readonly items?: readonly ItemInput[];
    /** Kept in the audit trail, never as the actor. */
    readonly createdBy?: string;
};
