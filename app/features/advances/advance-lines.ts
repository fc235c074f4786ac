import { v7 as uuidv7 } from 'uuid';
import { allocation } from '../../foundation/money/allocate.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { minorToMicros } from '../../foundation/money/rounding.ts';
import { isSameVatKey } from '../../foundation/money/vat.ts';
import { lessRates, rateInWords } from '../../domain/invoices/deduction.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { presentAdvances } from '../../domain/invoices/order-advances.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';
import { groupByRate } from '../../domain/totals/line-vat.ts';

const oneMicros = 1_000_000n;

/**
 * The lines of an advance invoice, one for each VAT rate of the order. The money is spread over the rates in proportion
 * to the gross that earlier advances leave of them, so that no rate is ever advanced more than it comes to. VAT is
 * taken out of each line: amount × rate ÷ (100 + rate). Pure except for new ids.
 * @see Ustawa o VAT art. 106f ust. 1 pkt 3
 */
export function advanceLines(proforma: Invoice, amountMinor: bigint, now: Date): readonly DraftLine[] {
    const { lines, currency } = proforma;
    const advanced = presentAdvances(proforma).flatMap(({ rates }) => rates);
    const left = lessRates(lines.map(({ vat, totals }) => ({ ...vat, ...totals })), advanced);
    const weights = left.map(({ grossMinor }) => (grossMinor < 0n ? 0n : grossMinor));
    // Each rate stands once in the breakdown, so that its place is part of its content.
    const { shares } = allocation(amountMinor, weights, (one, other) => one - other);
    return groupByRate(lines.map(({ vat }) => vat)).flatMap((indexes): readonly DraftLine[] => {
        const group = indexes.flatMap((index) => lines[index] ?? []);
        const vat = group[0]?.vat;
        const place = left.findIndex((rate) => vat !== undefined && isSameVatKey(rate, vat));
        const share = shares[place] ?? 0n;
        return vat === undefined || share === 0n ? [] : [{
            id: uuidv7(),
            itemType: 'custom',
            serviceId: null,
            productId: null,
            description: descriptionOf(proforma, rateInWords(vat)),
            quantityMicros: oneMicros,
            unit: isPolish(proforma) ? 'szt.' : 'pc',
            unitPriceMicros: minorToMicros(share, decimalsOf(currency)),
            priceBaseQuantityMicros: oneMicros,
            vat,
            pricingTier: null,
            regionalZone: null,
            discountPercentMicros: 0n,
            discountAmountMinor: 0n,
            splitPayment: group.some(({ splitPayment }) => splitPayment),
            taxPointRule: null,
            // A line of several GTU codes has none, because a line holds one.
            gtu: group.every(({ gtu }) => gtu === group[0]?.gtu) ? group[0]?.gtu ?? null : null,
            priceSource: { source: 'caller', fetchedAt: now.toISOString(), stale: false, vatSource: 'caller' }
        }];
    });
}

function descriptionOf(proforma: Invoice, rate: string): string {
    const order = proforma.number ?? '';
    return isPolish(proforma)
        ? `Zaliczka na poczet zamówienia ${order} (${rate})` : `Advance payment for order ${order} (${rate})`;
}

function isPolish({ language }: Pick<Invoice, 'language'>): boolean {
    return language.toLowerCase().startsWith('pl');
}
