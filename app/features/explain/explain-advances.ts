import { deductedRates, lessRates } from '../../domain/invoices/deduction.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { Amounts, VatBreakdownRow } from '../../domain/totals/vat-breakdown.ts';
import { isSameVatKey } from '../../foundation/money/vat.ts';
import { amountsOf } from './explain-totals.ts';
import type { Step, StepWriter } from './explanation-step.ts';

/** A row of the breakdown of a document's lines, with the steps that lead to it. */
type ExplainedRate = {
    readonly vatCategory: string; readonly vatRate: string; readonly vatWord: VatBreakdownRow['word'];
    readonly lineNumbers: readonly number[];
    readonly steps: readonly Step[]; readonly unitsLeftOver: number | null;
    readonly net: string; readonly vat: string; readonly gross: string;
};

/** The breakdown of a document after its advances, explained. */
export type AfterAdvances = {
    readonly breakdown: readonly VatBreakdownRow[];
    readonly explained: readonly ExplainedRate[];
};

/**
 * Explains what advances leave of each rate: three steps more, after those that lead to the sums of the lines.
 * @param rows - The breakdown of the lines.
 * @param explained - Its explanation, in the same order.
 */
export function lessAdvances(
    invoice: Invoice, rows: readonly VatBreakdownRow[], explained: readonly ExplainedRate[], writer: StepWriter
): AfterAdvances {
    const advances = lessRates(deductedRates(invoice), []);
    const breakdown = lessRates(rows, advances);
    return {
        breakdown,
        explained: explained.map((rate, index) => {
            const row = rows[index];
            const isOfRate = (other: VatBreakdownRow): boolean => row !== undefined && isSameVatKey(other, row);
            const [advance, left] = [advances.find(isOfRate), breakdown.find(isOfRate)];
            return row === undefined || advance === undefined || left === undefined ? rate : {
                ...rate, steps: [...rate.steps, ...stepsOf(row, advance, writer)], ...amountsOf(left, writer)
            };
        })
    };
}

function stepsOf(lines: Amounts, advances: Amounts, { amount, plain }: StepWriter): readonly Step[] {
    const step = (name: string, ofLines: bigint, ofAdvances: bigint): Step => plain(name, 'less_advances',
        { ofLines: amount(ofLines), ofAdvances: amount(ofAdvances) }, ofLines - ofAdvances);
    return [
        step('netLessAdvances', lines.netMinor, advances.netMinor),
        step('vatLessAdvances', lines.vatMinor, advances.vatMinor),
        step('grossLessAdvances', lines.grossMinor, advances.grossMinor)
    ];
}
