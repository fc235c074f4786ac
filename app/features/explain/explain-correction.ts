import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import type { CorrectionPart } from '../../foundation/vocabulary/correction-parts.ts';
import { formatMicros } from '../../foundation/money/decimal.ts';
import { isSameVatKey } from '../../foundation/money/vat.ts';
import { sumAmounts, type Amounts, type VatBreakdownRow } from '../../domain/totals/vat-breakdown.ts';
import { amountsOf } from './explain-totals.ts';
import type { Step, StepWriter } from './explanation-step.ts';

/**
 * Explains the changes of a corrective for each line of the invoice that it corrects: the line before, negated, and the
 * line after. Their sum is the change of the line, and the sums of all lines add up to the corrective's totals. The
 * amounts on either side are explained by the documents that they are taken from, because a line's share of discount
 * and VAT depends on lines that the corrective does not show.
 * @returns null for a document that is no corrective.
 */
export function explainCorrection({ correction, lines }: Invoice, writer: StepWriter) {
    if (correction === null) {
        return null;
    }
    const corrected = [...new Set(lines.flatMap((line) => line.correction?.lineId ?? []))];
    return {
        correctsInvoiceId: correction.invoiceId,
        correctsInvoiceNumber: correction.invoiceNumber,
        sequence: correction.sequence,
        reason: correction.reason,
        pairs: corrected.map((lineId) => explainPair(lineId, lines, writer))
    };
}

/** Explains how the rows of a corrective's VAT breakdown follow from its lines. */
export function explainCorrectedRates({ lines }: Invoice, breakdown: readonly VatBreakdownRow[], writer: StepWriter) {
    return breakdown.map((row) => ({
        vatCategory: row.category,
        vatRate: formatMicros(row.ratePercentMicros),
        vatWord: row.word,
        lineNumbers: lines.flatMap(({ vat }, index) => (isSameVatKey(vat, row) ? [index + 1] : [])),
        steps: sumSteps(row, writer),
        unitsLeftOver: null,
        ...amountsOf(row, writer)
    }));
}

function explainPair(lineId: string, lines: readonly InvoiceLine[], writer: StepWriter) {
    const sideOf = (part: CorrectionPart): Amounts =>
        sumAmounts(lines.filter(({ correction }) => correction?.lineId === lineId && correction.part === part)
            .map(({ totals }) => totals));
    const [before, after] = [sideOf('before'), sideOf('after')];
    const difference = sumAmounts([before, after]);
    return {
        correctsItemId: lineId,
        before: amountsOf(before, writer),
        after: amountsOf(after, writer),
        steps: [
            writer.plain('net', 'pair_difference',
                { before: writer.amount(before.netMinor), after: writer.amount(after.netMinor) }, difference.netMinor),
            writer.plain('vat', 'pair_difference',
                { before: writer.amount(before.vatMinor), after: writer.amount(after.vatMinor) }, difference.vatMinor),
            writer.plain('gross', 'gross_of_net', {
                net: writer.amount(difference.netMinor), vat: writer.amount(difference.vatMinor)
            }, difference.grossMinor)
        ],
        ...amountsOf(difference, writer)
    };
}

function sumSteps({ netMinor, vatMinor, grossMinor }: Amounts, { amount, plain }: StepWriter): readonly Step[] {
    return [
        plain('net', 'sum_of_corrected_net', {}, netMinor),
        plain('vat', 'sum_of_corrected_vat', {}, vatMinor),
        plain('gross', 'gross_of_net', { net: amount(netMinor), vat: amount(vatMinor) }, grossMinor)
    ];
}
