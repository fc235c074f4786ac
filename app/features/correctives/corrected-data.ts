import { refusedField } from '../../foundation/errors/refused-field.ts';
import { buyerChanges } from '../../domain/invoices/buyer.ts';
import { onOneLine } from '../../domain/invoices/buyer-address.ts';
import { givenBuyerOf } from '../../domain/invoices/given-buyer.ts';
import { assertNotTooEarly, assertSoldInTime } from '../../domain/invoices/issue-dates.ts';
import type { Buyer, ChangedField, GivenBuyer, Invoice } from '../../domain/invoices/invoice.ts';
import type { DataCorrection } from './correction-input.ts';

/** Members of a document beside its lines that a corrective may change. */
export type CorrectableData = Pick<Invoice, 'buyer' | 'givenBuyer' | 'saleDate' | 'taxPointDate' | 'orderNumber'>;

/**
 * The data of a document after a correction.
 * @param today - Calendar date in the seller's time zone.
 * @throws DomainError `SALE_DATE_TOO_LATE` | `DATE_TOO_EARLY` | `BUYER_INCOMPLETE` for a buyer without address |
 *     `VALIDATION_FAILED` for one with two tax numbers
 */
export function correctData(
    before: CorrectableData, change: DataCorrection,
    { invoiceType, issueDate }: Pick<Invoice, 'invoiceType' | 'issueDate'>, today: string
): CorrectableData {
    assertDatesInTime(before, change, issueDate, today);
    if (invoiceType === 'advance_invoice' && change.saleDate !== undefined) {
        throw refusedField('VALIDATION_FAILED', 'saleDate',
            'is not allowed for an advance invoice: correct the day of receipt by taxPointDate', 'NOT_ALLOWED');
    }
    const printed = printedOf(before.buyer);
    const given = givenBuyerOf(change, printed);
    return {
        buyer: buyerAfter(before.buyer, given, change),
        givenBuyer: { ...before.givenBuyer, ...differing(printed, given) },
        saleDate: change.saleDate ?? before.saleDate,
        taxPointDate: change.taxPointDate === undefined ? before.taxPointDate : change.taxPointDate,
        orderNumber: change.orderNumber === undefined ? before.orderNumber : change.orderNumber
    };
}

/** The fields that differ, in a fixed order. */
export function changedDataOf(before: CorrectableData, after: CorrectableData): readonly ChangedField[] {
    const plain = ['saleDate', 'taxPointDate', 'orderNumber'] as const;
    return [
        ...buyerChanges(before.buyer, after.buyer),
        ...plain.filter((field) => before[field] !== after[field])
            .map((field) => ({ field, before: before[field], after: after[field] }))
    ];
}

/** The printed data of a buyer, as if the caller had given them all. */
function printedOf({ isConsumer, email, source, ...printed }: Buyer): GivenBuyer {
    return printed;
}

/** A buyer who gets or loses a tax number is a taxpayer or none, unless the caller says so too. */
function buyerAfter(buyer: Buyer, given: GivenBuyer, { customerVATPayer }: DataCorrection): Buyer {
    const hasNumber = ({ nip, taxId }: Pick<Buyer, 'nip' | 'taxId'>): boolean => nip !== null || taxId !== null;
    const isFollowing = hasNumber(given) !== hasNumber(buyer);
    const address = given.address ?? onOneLine(given, given.country);
    if (address === null && buyer.address !== null) {
        throw refusedField('BUYER_INCOMPLETE', 'customerAddress',
            'would be empty, and a VAT invoice shows the address of its buyer: give it, or its parts', 'REQUIRED');
    }
    return {
        ...buyer, ...given, address,
        vatPayer: customerVATPayer ?? (isFollowing ? hasNumber(given) : buyer.vatPayer)
    };
}

const members = [
    'name', 'nip', 'taxId', 'regon', 'address', 'street', 'postalCode', 'city', 'country', 'vatPayer', 'isJstUnit',
    'isVatGroupMember'
] as const satisfies readonly (keyof GivenBuyer)[];

function differing(before: GivenBuyer, after: GivenBuyer): Partial<GivenBuyer> {
    return Object.fromEntries(members.filter((member) => before[member] !== after[member])
        .map((member) => [member, after[member]]));
}

/** A slip of the year would leave every report. A date that stays is not in the way. */
function assertDatesInTime(
    before: CorrectableData, { saleDate, taxPointDate }: DataCorrection, issueDate: string | null, today: string
): void {
    const days = {
        ...(saleDate === undefined || saleDate === before.saleDate ? {} : { saleDate }),
        ...(taxPointDate == null || taxPointDate === before.taxPointDate ? {} : { taxPointDate })
    };
    assertNotTooEarly(days, today);
    if (issueDate !== null) {
        assertSoldInTime(days, issueDate);
    }
}
