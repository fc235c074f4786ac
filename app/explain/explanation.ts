import { totalsInputOf } from '../invoices/draft.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { formatMinor } from '../money/decimal.ts';
import { workOutTotals } from '../totals/totals.ts';
import { differencesOf } from './differences.ts';
import { explainLine, lineContext } from './explain-line.ts';
import { explainDocumentDiscount, explainSettlement, explainTotals, explainVatBreakdown } from './explain-totals.ts';
import { ruleList } from './rules.ts';
import { stepsIn } from './step.ts';

/** How each cent of a document came about. */
export type Explanation = ReturnType<typeof explain>;

/**
 * Explains a document from its stored inputs, by the very computation that makes totals. What it comes to is compared with what is
 * stored, and a difference is named, never hidden: it means that the stored amounts were changed behind the service's back.
 * Pure and bounded: its size grows with the lines, of which there are 500 at most.
 * @throws DomainError those of `computeTotals`, when the stored inputs could never have been accepted
 */
export function explain(invoice: Invoice) {
    const input = totalsInputOf(invoice, invoice.lines);
    const workings = workOutTotals(input);
    const writer = stepsIn(input.decimals);
    const context = lineContext(input, workings, writer);
    const differences = differencesOf(invoice, workings.totals, writer);

    return {
        invoiceId: invoice.id,
        version: invoice.version,
        status: invoice.status,
        invoiceType: invoice.invoiceType,
        invoiceNumber: invoice.number,
        currency: invoice.currency,
        minorUnit: formatMinor(1n, input.decimals),
        pricesInclude: invoice.pricesInclude,
        roundingModel: invoice.roundingModel,
        matchesStored: differences.length === 0,
        differences,
        lines: invoice.lines.map((line, index) => explainLine(context, line, index)),
        documentDiscount: {
            ...explainDocumentDiscount(workings, input, writer),
            // A discount that was given before there are lines to take it off.
            waitingAmount: writer.amount(invoice.discountAmountMinor - input.discountAmountMinor)
        },
        vatBreakdown: explainVatBreakdown(workings, input, writer),
        totals: explainTotals(workings, writer),
        settlement: explainSettlement(invoice, writer),
        rules: ruleList
    };
}
