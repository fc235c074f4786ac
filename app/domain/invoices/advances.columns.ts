import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMicros, formatMinor, microsDecimals, parseDecimal } from '../../foundation/money/decimal.ts';
import type { VatCategory } from '../../foundation/vocabulary/vat-categories.ts';
import type { VatBreakdownRow } from '../totals/vat-breakdown.ts';
import type { DeductedAdvance, ReceivedPayment } from './advance.ts';
import type { Codec } from './column-codecs.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';
import { lineColumns } from './line.columns.ts';
import { namesOf, valueWriter } from './stored-columns.ts';

/** A deducted advance as JSON. */
type StoredAdvance = Pick<DeductedAdvance, 'invoiceId' | 'invoiceNumber' | 'issueDate'> & {
    readonly rates: readonly {
        readonly category: VatCategory; readonly rate: string; readonly word: VatBreakdownRow['word'];
        readonly net: string; readonly vat: string;
    }[];
};

/** The order of an advance invoice as JSON; its lines by the names of their columns. */
export type StoredOrder = {
    readonly proformaNumber: string;
    readonly gross: string;
    readonly lines: readonly Readonly<Record<string, unknown>>[];
};

/** Codec of the advances that a document deducts or names; the column is empty where there are none. */
export const advancesCodec: Codec<readonly DeductedAdvance[], readonly StoredAdvance[] | null> = {
    type: 'jsonb',
    read: (stored, decimals) => (stored ?? []).map((advance) => advanceOf(advance, decimals)),
    write: storedAdvances
};

/** Advances as JSON, with their members in a fixed order; null where there are none. */
export function storedAdvances(
    advances: readonly DeductedAdvance[], decimals: number
): readonly StoredAdvance[] | null {
    return advances.length === 0 ? null : advances.map(({ invoiceId, invoiceNumber, issueDate, rates }) => ({
        invoiceId, invoiceNumber, issueDate,
        rates: rates.map(({ category, ratePercentMicros, word, netMinor, vatMinor }) => ({
            category, rate: formatMicros(ratePercentMicros), word, net: formatMinor(netMinor, decimals),
            vat: formatMinor(vatMinor, decimals)
        }))
    }));
}

/** A received payment as JSON. */
type StoredPayment = Pick<ReceivedPayment, 'date'> & { readonly amount: string };

/** Codec of the payments before the issue of a document; the column is empty where there are none. */
export const receivedPaymentsCodec: Codec<readonly ReceivedPayment[], readonly StoredPayment[] | null> = {
    type: 'jsonb',
    read: (stored, decimals) => (stored ?? []).map(({ date, amount }) =>
        ({ date, amountMinor: parseDecimal(amount, decimals) })),
    write: storedPayments
};

/** Received payments as JSON, with their members in a fixed order; null where there are none. */
export function storedPayments(
    payments: readonly ReceivedPayment[], decimals: number
): readonly StoredPayment[] | null {
    return payments.length === 0 ? null : payments.map(({ date, amountMinor }) =>
        ({ date, amount: formatMinor(amountMinor, decimals) }));
}

function advanceOf({ rates, ...advance }: StoredAdvance, decimals: number): DeductedAdvance {
    return {
        invoiceId: advance.invoiceId, invoiceNumber: advance.invoiceNumber, issueDate: advance.issueDate,
        rates: rates.map(({ category, rate, word, net, vat }) => rateOf({
            category, ratePercentMicros: parseDecimal(rate, microsDecimals), word,
            netMinor: parseDecimal(net, decimals),
            vatMinor: parseDecimal(vat, decimals)
        }))
    };
}

/** A rate with its gross amount. */
export function rateOf(rate: Omit<VatBreakdownRow, 'grossMinor'>): VatBreakdownRow {
    return { ...rate, grossMinor: rate.netMinor + rate.vatMinor };
}

const writeLine = valueWriter(lineColumns, namesOf(lineColumns));

/** The order of an advance invoice as JSON; null for other documents. */
export function storedOrder(
    { advanceOf: order, currency }: Pick<Invoice, 'advanceOf' | 'currency'>
): StoredOrder | null {
    const decimals = decimalsOf(currency);
    return order === null ? null : {
        proformaNumber: order.proformaNumber,
        gross: formatMinor(order.grossMinor, decimals),
        lines: order.lines.map((line) => {
            const ordered: InvoiceLine = { ...line, correction: null };
            return writeLine(ordered, decimals);
        })
    };
}
