import { v7 as uuidv7 } from 'uuid';
import { allocation } from '../../foundation/money/allocate.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { atLeastZero, oneMicros } from '../../foundation/money/decimal.ts';
import { minorToMicros } from '../../foundation/money/rounding.ts';
import { isSameVatKey } from '../../foundation/money/vat.ts';
import { lessRates, rateInWords } from '../../domain/invoices/deduction.ts';
import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import { presentAdvances } from '../../domain/invoices/order-advances.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';
import { groupByRate } from '../../domain/totals/line-vat.ts';
import { sumAmounts } from '../../domain/totals/vat-breakdown.ts';

/**
 * The lines of an advance invoice, one for each VAT rate and exemption reason of the order: an exempt amount names its
 * own provision. The money is spread over the rates in proportion to the gross that earlier advances leave of them, so
 * that no rate is ever advanced more than it comes to. Within a rate it is spread in proportion to the gross of each
 * reason. VAT is taken out of each line: amount × rate ÷ (100 + rate). Pure except for new ids.
 * @see Ustawa o VAT art. 106e ust. 1 pkt 19, art. 106f ust. 1 pkt 3
 */
export function advanceLines(proforma: Invoice, amountMinor: bigint, now: Date): readonly DraftLine[] {
    const { lines } = proforma;
    const advanced = presentAdvances(proforma).flatMap(({ rates }) => rates);
    const left = lessRates(lines.map(({ vat, totals }) => ({ ...vat, ...totals })), advanced);
    // Each rate stands once in the breakdown, so that its place is part of its content.
    const { shares } = allocation(
        amountMinor, left.map(({ grossMinor }) => atLeastZero(grossMinor)), (one, other) => one - other);
    return groupByRate(lines.map(({ vat }) => vat)).flatMap((indexes) => {
        const group = indexes.flatMap((index) => lines[index] ?? []);
        const place = left.findIndex((rate) => group[0] !== undefined && isSameVatKey(rate, group[0].vat));
        return sharesByReason(group, shares[place] ?? 0n);
    }).filter(({ shareMinor }) => shareMinor !== 0n).map((share) => advanceLine(proforma, share, now));
}

/** A part of the advance: lines of one VAT rate and exemption reason. */
type Share = { readonly first: InvoiceLine; readonly group: readonly InvoiceLine[]; readonly shareMinor: bigint };

/** The advance of a rate, spread over its exemption reasons. */
function sharesByReason(lines: readonly InvoiceLine[], advanceMinor: bigint): readonly Share[] {
    const reasons = [...Map.groupBy(lines, ({ vat }) => vat.exemptionReason ?? '')];
    const weights = reasons.map(([, group]) => sumAmounts(group.map(({ totals }) => totals)).grossMinor);
    const { shares } = allocation(advanceMinor, weights, (one, other) =>
        ((reasons[one]?.[0] ?? '') < (reasons[other]?.[0] ?? '') ? -1 : 1));
    return reasons.flatMap(([, group], index): readonly Share[] => {
        const [first] = group;
        return first === undefined ? [] : [{ first, group, shareMinor: shares[index] ?? 0n }];
    });
}

function advanceLine(proforma: Invoice, { first, group, shareMinor }: Share, now: Date): DraftLine {
    return {
        id: uuidv7(),
        itemType: 'custom',
        serviceId: null,
        productId: null,
        description: descriptionOf(proforma, rateInWords(first.vat)),
        quantityMicros: oneMicros,
        unit: isPolish(proforma) ? 'szt.' : 'pc',
        unitPriceMicros: minorToMicros(shareMinor, decimalsOf(proforma.currency)),
        priceBaseQuantityMicros: oneMicros,
        vat: first.vat,
        pricingTier: null,
        regionalZone: null,
        discountPercentMicros: 0n,
        discountAmountMinor: 0n,
        splitPayment: group.some(({ splitPayment }) => splitPayment),
        taxPointRule: null,
        // A line of several GTU codes has none, because a line holds one.
        gtu: group.every(({ gtu }) => gtu === first.gtu) ? first.gtu : null,
        priceSource: { source: 'caller', fetchedAt: now.toISOString(), stale: false, vatSource: 'caller' }
    };
}

function descriptionOf(proforma: Invoice, rate: string): string {
    const order = proforma.number ?? '';
    return isPolish(proforma)
        ? `Zaliczka na poczet zamówienia ${order} (${rate})` : `Advance payment for order ${order} (${rate})`;
}

function isPolish({ language }: Pick<Invoice, 'language'>): boolean {
    return language.toLowerCase().startsWith('pl');
}
