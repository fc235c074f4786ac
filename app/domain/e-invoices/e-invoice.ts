import type { EInvoiceFormat } from '../../foundation/vocabulary/e-invoice-formats.ts';
import type { VatCategory } from '../../foundation/vocabulary/vat-categories.ts';

/**
 * The semantic model of an electronic invoice, with the terms of EN 16931-1 (BT: business term, BG: group of them). Two
 * writers put it into XML. Amounts are minor units of the document's currency; quantities and prices are millionths.
 */
export type EInvoice = {
    /** Specification that narrows the core model (BT-24). */
    readonly profile: EInvoiceFormat;
    /** BT-1 */
    readonly number: string;
    /** BT-2, `YYYY-MM-DD` like all days. */
    readonly issueDate: string;
    /** BT-3 (UNTDID 1001): 380 invoice, 381 credit note, 386 advance invoice. */
    readonly typeCode: '380' | '381' | '386';
    /** BT-5, ISO 4217. */
    readonly currency: string;
    /** Decimals of the currency. */
    readonly decimals: number;
    /** Currency of the VAT register with the VAT in it (BT-6, BT-111), where it is another. */
    readonly vatCurrency: { readonly code: string; readonly decimals: number; readonly vatMinor: bigint } | null;
    /** BT-7; null where the document has several. */
    readonly taxPointDate: string | null;
    /** BT-9 */
    readonly dueDate: string | null;
    /** BT-10 */
    readonly buyerReference: string | null;
    /** BT-13 */
    readonly orderNumber: string | null;
    /** BT-20 */
    readonly terms: string | null;
    /** BT-22; one text, because Peppol takes one note. */
    readonly note: string | null;
    /** BG-3 */
    readonly preceding: readonly PrecedingInvoice[];
    /** BG-4 */
    readonly seller: EParty;
    /** BG-7 */
    readonly buyer: EParty;
    /** BG-10 */
    readonly payee: { readonly name: string; readonly id: string | null } | null;
    /** BG-13 */
    readonly delivery: EDelivery | null;
    /** BG-16 */
    readonly payment: EPayment | null;
    /** BG-20 */
    readonly allowances: readonly (EAllowance & { readonly vat: EVatKey })[];
    /** BG-22 */
    readonly totals: ETotals;
    /** BG-23 */
    readonly vatBreakdown: readonly EVatRow[];
    /** BG-25 */
    readonly lines: readonly ELine[];
};

/** An earlier invoice that this one is about (BG-3): the corrected one, or advances. */
export type PrecedingInvoice = {
    /** BT-25 */
    readonly number: string;
    /** BT-26 */
    readonly issueDate: string;
};

/** An electronic address (BT-34, BT-49): scheme of the list EAS, and the address. */
export type EEndpoint = { readonly scheme: string; readonly id: string };

/** A postal address (BG-5, BG-8, BG-15). */
export type EAddress = {
    readonly street: string | null;
    readonly city: string | null;
    readonly postalCode: string | null;
    /** ISO 3166-1 alpha-2. */
    readonly country: string;
};

/** A seller or buyer (BG-4, BG-7). */
export type EParty = {
    /** BT-27, BT-44 */
    readonly name: string;
    /** BT-29, BT-46 */
    readonly id: string | null;
    /** BT-30, BT-47 */
    readonly registrationId: string | null;
    /** BT-31, BT-48, with the prefix of its country. */
    readonly vatId: string | null;
    /** BT-32 */
    readonly taxRegistrationId: string | null;
    /** BT-34, BT-49 */
    readonly endpoint: EEndpoint | null;
    readonly address: EAddress;
    readonly contact: EContact | null;
};

/** A contact (BG-6: BT-41 to BT-43). */
export type EContact = {
    readonly name: string | null; readonly phone: string | null; readonly email: string | null;
};

/** Delivery (BG-13). */
export type EDelivery = {
    /** BT-70 */
    readonly name: string | null;
    /** BT-72 */
    readonly date: string | null;
    /** BG-15 */
    readonly address: EAddress | null;
};

/** Directions for the payment (BG-16). */
export type EPayment = {
    /** BT-81 (UNTDID 4461) */
    readonly code: string;
    /** BT-82 */
    readonly text: string;
    /** BT-83 */
    readonly reference: string;
    /** BG-17: account (BT-84) and its holder (BT-85). */
    readonly account: { readonly iban: string; readonly holder: string } | null;
};

/** Code of the reason "discount" (BT-98, BT-140; UNTDID 5189). */
export const discountCode = '95';

/** A discount of the document (BG-20) or a line (BG-27). */
export type EAllowance = {
    /** BT-92, BT-136 */
    readonly amountMinor: bigint;
    /** Percentage (BT-94, BT-138) of a base (BT-93, BT-137), where the amount follows from one. */
    readonly percent: { readonly micros: bigint; readonly baseMinor: bigint } | null;
    /** BT-97, BT-139 */
    readonly reason: string;
};

/** A treatment as the breakdown sums it up (BT-118 and BT-119, BT-151 and BT-152). */
export type EVatKey = { readonly category: VatCategory; readonly ratePercentMicros: bigint };

/** A row of the VAT breakdown (BG-23). */
export type EVatRow = EVatKey & {
    /** BT-116 */
    readonly netMinor: bigint;
    /** BT-117 */
    readonly vatMinor: bigint;
    /** BT-120 */
    readonly reason: string | null;
    /** BT-121 (VATEX) */
    readonly reasonCode: string | null;
};

/** Totals of the document (BG-22). */
export type ETotals = {
    /** BT-106 */
    readonly linesMinor: bigint;
    /** BT-107 */
    readonly allowancesMinor: bigint;
    /** BT-109 */
    readonly netMinor: bigint;
    /** BT-110 */
    readonly vatMinor: bigint;
    /** BT-112 */
    readonly grossMinor: bigint;
    /** BT-113 */
    readonly paidMinor: bigint;
    /** BT-115 */
    readonly dueMinor: bigint;
};

/** A line (BG-25). */
export type ELine = {
    /** Position of the line among the document's items, from 0; null for a line that is none of them. */
    readonly index: number | null;
    /** BT-127 */
    readonly note: string | null;
    /** BT-129 */
    readonly quantityMicros: bigint;
    /** BT-130 (UN/ECE Recommendation 20) */
    readonly unitCode: string;
    /** BT-131 */
    readonly netMinor: bigint;
    /** BG-27 */
    readonly allowances: readonly EAllowance[];
    /** BT-146 */
    readonly priceMicros: bigint;
    /** BT-149 */
    readonly baseQuantityMicros: bigint;
    /** BT-153 */
    readonly name: string;
    /** BT-151, BT-152 */
    readonly vat: EVatKey;
};
