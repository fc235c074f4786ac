import { totalsInputOf } from '../../domain/invoices/draft.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import { workOutTotals } from '../../domain/totals/totals.ts';
import { breakDownLines, sumAmounts } from '../../domain/totals/vat-breakdown.ts';
import { differencesOf, differencesOfExchange, differencesOfTotals } from './differences.ts';
import { explainCorrectedRates, explainCorrection } from './explain-correction.ts';
import { lessAdvances } from './explain-advances.ts';
import { explainExchange } from './explain-exchange.ts';
import { explainLine, lineContext } from './explain-line.ts';
import { explainDocumentDiscount, explainSettlement, explainTotals, explainVatBreakdown } from './explain-totals.ts';
import { ruleList } from './rules.ts';
import { stepsIn, type StepWriter } from './explanation-step.ts';

/** Explanation of each cent of a document. */
export type Explanation = ReturnType<typeof explain>;

/**
 * Explains a document from its stored inputs, by the same computation that makes totals. The results are compared with
 * the stored amounts. A difference is named, never hidden: it means that the stored amounts were changed behind the
 * service's back. Pure and bounded: its size grows with the lines, of which there are 500 at most.
 * @throws DomainError those of `computeTotals`, when the stored inputs could never have been accepted
 */
export function explain(invoice: Invoice) {
    const decimals = decimalsOf(invoice.currency);
    const writer = stepsIn(decimals);
    const { breakdown, differences: ofAmounts, ...arithmetic } = invoice.correction === null
        ? explainComputed(invoice, writer) : explainCorrected(invoice, writer);
    const exchange = explainExchange(invoice, breakdown, writer);
    const differences = [...ofAmounts, ...differencesOfExchange(invoice, exchange)];

    return {
        invoiceId: invoice.id,
        version: invoice.version,
        status: invoice.status,
        invoiceType: invoice.invoiceType,
        invoiceNumber: invoice.number,
        currency: invoice.currency,
        minorUnit: formatMinor(1n, decimals),
        pricesInclude: invoice.pricesInclude,
        roundingModel: invoice.roundingModel,
        matchesStored: differences.length === 0,
        differences,
        ...arithmetic,
        exchange,
        correction: explainCorrection(invoice, writer),
        settlement: explainSettlement(invoice, writer),
        rules: ruleList
    };
}

function explainComputed(invoice: Invoice, writer: StepWriter) {
    const input = totalsInputOf(invoice, invoice.lines);
    const workings = workOutTotals(input);
    const context = lineContext(input, workings, writer);

    const { breakdown, explained } = lessAdvances(
        invoice, workings.totals.vatBreakdown, explainVatBreakdown(workings, input, writer), writer);
    const total = sumAmounts(breakdown);

    return {
        breakdown,
        differences: differencesOf(invoice, { ...workings.totals, ...total }, writer),
        lines: invoice.lines.map((line, index) => explainLine(context, line, index)),
        documentDiscount: {
            ...explainDocumentDiscount(workings, input, writer),
            // A discount that was given before the draft has enough lines to take it off.
            waitingAmount: writer.amount(invoice.discountAmountMinor - input.discountAmountMinor)
        },
        vatBreakdown: explained,
        totals: explainTotals(total, writer)
    };
}

/** Explains a corrective, which is the difference of two computed states: its own lines only add up. */
function explainCorrected(invoice: Invoice, writer: StepWriter) {
    const ofLines = breakDownLines(invoice.lines);
    const { breakdown, explained } = lessAdvances(
        invoice, ofLines, explainCorrectedRates(invoice, ofLines, writer), writer);
    const total = sumAmounts(breakdown);
    return {
        breakdown,
        differences: differencesOfTotals(invoice, total, writer),
        lines: [],
        documentDiscount: null,
        vatBreakdown: explained,
        totals: explainTotals(total, writer)
    };
}
