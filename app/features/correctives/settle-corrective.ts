import { v7 as uuidv7 } from 'uuid';
import { atLeastZero } from '../../foundation/money/decimal.ts';
import type { CorrectiveLink, Invoice } from '../../domain/invoices/invoice.ts';
import { settle } from '../../domain/invoices/settle.ts';
import { customerOf, type Settlement, type SettlementEntry } from '../payments/settlement.ts';

/** An original after its corrective, with the settlements. */
export type SettledCorrective = {
    /** The original with the next version, linked to the corrective. */
    readonly original: Invoice;
    /** Settlements; empty when the corrective changes no gross amount. */
    readonly settlements: readonly Settlement[];
};

/**
 * Settles a corrective with its original: a lower gross is credited, a higher one is owed again. Where paid and
 * credited sums then exceed the gross, the excess is taken from the write-off first, and from payments next, which
 * become the customer's credit. Pure except for new ids.
 */
export function settleCorrective(original: Invoice, corrective: Invoice, now: Date): SettledCorrective {
    const changeMinor = corrective.grossMinor;
    const excessMinor = atLeastZero(original.paidMinor + original.creditedMinor - changeMinor - original.grossMinor);
    const notWrittenOffMinor = excessMinor < writtenOffMinor(original) ? excessMinor : writtenOffMinor(original);
    const releasedMinor = excessMinor - notWrittenOffMinor;
    const customerId = customerOf(original);
    const movements: readonly Movement[] = [
        { account: 'credited', invoiceId: original.id, amountMinor: -changeMinor },
        { account: 'credited', invoiceId: original.id, amountMinor: -notWrittenOffMinor },
        { account: 'credited', invoiceId: corrective.id, amountMinor: changeMinor },
        { account: 'paid', invoiceId: original.id, amountMinor: -releasedMinor },
        { account: 'credit', customerId, amountMinor: releasedMinor }
    ];
    const entries = movements.filter(({ amountMinor }) => amountMinor !== 0n).map((entry): SettlementEntry =>
        ({ ...entry, id: uuidv7() }));
    const correctives = [...original.correctives, linkTo(corrective)];
    const settled = settle({ ...original, correctives }, {
        paidMinor: original.paidMinor - releasedMinor,
        creditedMinor: original.creditedMinor - changeMinor - notWrittenOffMinor
    }, now);

    return {
        original: settled,
        settlements: entries.length === 0
            ? [] : [{ ...settlementOf(corrective, now), customerId, entries }]
    };
}

type WithoutId<Entry> = Entry extends unknown ? Omit<Entry, 'id'> : never;
type Movement = WithoutId<SettlementEntry>;

/** Amount written off, in minor units: everything credited that no corrective credited. */
function writtenOffMinor({ creditedMinor, correctives }: Invoice): bigint {
    return atLeastZero(correctives.reduce((sum, { grossMinor }) => sum + grossMinor, creditedMinor));
}

function linkTo({ id, number, issueDate, grossMinor, dueDate }: Invoice): CorrectiveLink {
    if (number === null || issueDate === null) {
        throw new RangeError(`corrective ${id} is stored without number or date`);
    }
    return { invoiceId: id, invoiceNumber: number, issueDate, grossMinor, dueDate };
}

function settlementOf(corrective: Invoice, now: Date): Omit<Settlement, 'customerId' | 'entries'> {
    return {
        id: uuidv7(),
        organisationId: corrective.organisationId,
        kind: 'corrective',
        contactId: corrective.contactId,
        currency: corrective.currency,
        amountMinor: -corrective.grossMinor,
        method: null,
        reference: null,
        notes: null,
        reason: corrective.correction?.reason ?? null,
        reversesId: null,
        correctiveId: corrective.id,
        settledOn: corrective.issueDate ?? '',
        createdBy: corrective.createdBy,
        createdAt: now
    };
}
