import { addDays } from '../../foundation/clock/clock.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { buyerChanges } from '../../domain/invoices/buyer.ts';
import type { Buyer, ChangedField, GivenBuyer, Invoice } from '../../domain/invoices/invoice.ts';
import type { DataCorrection } from './correction-input.ts';

/** Maximum days that a sale may follow its invoice. @see Ustawa o VAT art. 106i ust. 7 */
const maxDaysToSale = 60;

/** Members of a document beside its lines that a corrective may change. */
export type CorrectableData = Pick<Invoice, 'buyer' | 'givenBuyer' | 'saleDate' | 'taxPointDate' | 'orderNumber'>;

/** The data of a document after a correction. @throws DomainError `VALIDATION_FAILED` for a sale that is too late */
export function correctData(
    before: CorrectableData, change: DataCorrection, { issueDate }: Pick<Invoice, 'issueDate'>
): CorrectableData {
    assertSoldInTime(change, issueDate);
    const given = givenOf(change);
    return {
        buyer: buyerAfter(before.buyer, given),
        givenBuyer: { ...before.givenBuyer, ...given },
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

/** A buyer who gets or loses a tax number is a taxpayer or none, unless the caller says so too. */
function buyerAfter(buyer: Buyer, given: Partial<GivenBuyer>): Buyer {
    const { vatPayer, ...texts } = given;
    const changed = { ...buyer, ...texts };
    const isFollowing = (changed.nip === null) !== (buyer.nip === null);
    return { ...changed, vatPayer: vatPayer ?? (isFollowing ? changed.nip !== null : buyer.vatPayer) };
}

function givenOf(
    { customerName, customerNIP, customerREGON, customerAddress, customerVATPayer }: DataCorrection
): Partial<GivenBuyer> {
    return {
        ...(customerName === undefined ? {} : { name: customerName }),
        ...(customerNIP === undefined ? {} : { nip: customerNIP }),
        ...(customerREGON === undefined ? {} : { regon: customerREGON }),
        ...(customerAddress === undefined ? {} : { address: customerAddress }),
        ...(customerVATPayer === undefined ? {} : { vatPayer: customerVATPayer })
    };
}

/** A slip of the year would leave every report. */
function assertSoldInTime(change: DataCorrection, issueDate: string | null): void {
    const latest = issueDate === null ? undefined : addDays(issueDate, maxDaysToSale);
    for (const field of ['saleDate', 'taxPointDate'] as const) {
        const day = change[field];
        if (latest !== undefined && typeof day === 'string' && day > latest) {
            throw refusedField('VALIDATION_FAILED', field,
                `must not be after ${latest}, ${maxDaysToSale} days after the issue of the corrected invoice`,
                'SALE_TOO_LATE');
        }
    }
}
