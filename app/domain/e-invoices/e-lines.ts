import { oneMicros } from '../../foundation/money/decimal.ts';
import {
    hundredPercentMicros, minorToMicros, roundPercentDiscount, roundQuotient, roundVatInGross
} from '../../foundation/money/rounding.ts';
import type { Invoice, InvoiceLine } from '../invoices/invoice.ts';
import { filled } from '../printing/print-catalogue.ts';
import type { EAllowance, ELine } from './e-invoice.ts';
import type { EInvoiceTexts } from './e-invoice-texts.ts';
import { unitCodeOf, unknownUnit } from './unit-codes.ts';

/** Facts of a document that decide how its lines are written. */
export type LineTerms = Pick<Invoice, 'pricesInclude' | 'invoiceType'> & {
    /** Decimals of the currency. */
    readonly decimals: number;
    readonly texts: EInvoiceTexts;
    /** −1n on a credit note, whose amounts are those of the corrective with their signs turned. */
    readonly sign: 1n | -1n;
};

/** A line as the e-invoice has it, and the net share that it bears of the document's discount (BG-20). */
export type WrittenLine = { readonly line: ELine; readonly documentDiscountMinor: bigint };

/**
 * A line of a document (BG-25). Its net amount, allowances and price add up to the cent: net amounts of gross prices
 * are worked out from the line's own net, upwards.
 * @see EN 16931 BT-131; PEPPOL-EN16931-R040, R120
 */
export function writtenLine(line: InvoiceLine, index: number, terms: LineTerms): WrittenLine {
    const { totals, vat } = line;
    const net = netOf(vat.ratePercentMicros, terms);
    const shareMinor = terms.sign * net(totals.documentDiscountMinor);
    // A corrective's rows are states of lines, so each carries its share itself.
    const ofLine = terms.invoiceType === 'corrective';
    const netMinor = terms.sign * totals.netMinor + (ofLine ? 0n : shareMinor);
    const [percentMinor, amountMinor] = discountsOf(line).map((minor) => terms.sign * net(minor));
    const priceMinor = netMinor + (percentMinor ?? 0n) + (amountMinor ?? 0n) + (ofLine ? shareMinor : 0n);
    const allowances: readonly EAllowance[] = [
        {
            amountMinor: percentMinor ?? 0n, reason: terms.texts.discount,
            percent: percentOf(line.discountPercentMicros, { amountMinor: percentMinor ?? 0n, baseMinor: priceMinor },
                terms.decimals)
        },
        { amountMinor: amountMinor ?? 0n, reason: terms.texts.discount, percent: null },
        { amountMinor: ofLine ? shareMinor : 0n, reason: terms.texts.documentDiscount, percent: null }
    ];
    return {
        documentDiscountMinor: ofLine ? 0n : shareMinor,
        line: {
            ...wordsOf(line, index, terms),
            ...pricedBy(line, priceMinor, terms),
            netMinor,
            allowances: allowances.filter((allowance) => allowance.amountMinor !== 0n),
            vat: { category: vat.category, ratePercentMicros: vat.ratePercentMicros }
        }
    };
}

/** The net part of an amount that is net or gross as the document's prices are. */
function netOf(ratePercentMicros: bigint, { pricesInclude }: LineTerms): (minor: bigint) => bigint {
    return pricesInclude === 'net' ? (minor) => minor : (minor) => minor - roundVatInGross(minor, ratePercentMicros);
}

/** The parts of a line's discounts: by percentage, and the rest. */
function discountsOf({ totals, discountPercentMicros }: InvoiceLine): readonly [bigint, bigint] {
    const percentMinor = roundPercentDiscount(totals.priceMinor, discountPercentMicros);
    const isPart = magnitude(percentMinor) <= magnitude(totals.discountMinor);
    return isPart ? [percentMinor, totals.discountMinor - percentMinor] : [0n, totals.discountMinor];
}

/**
 * A percentage of a base, where an amount is one within a cent: PEPPOL-EN16931-R040 leaves 0.02, in currencies without
 * decimals too.
 */
export function percentOf(
    micros: bigint, { amountMinor, baseMinor }: { readonly amountMinor: bigint; readonly baseMinor: bigint },
    decimals: number
): EAllowance['percent'] {
    const difference = magnitude(baseMinor * micros - amountMinor * hundredPercentMicros);
    return micros > 0n && difference * 100n <= hundredPercentMicros * 10n ** BigInt(decimals)
        ? { micros, baseMinor } : null;
}

function wordsOf(
    { description, unit, gtu }: InvoiceLine, index: number, { texts }: LineTerms
): Pick<ELine, 'index' | 'name' | 'note' | 'unitCode'> {
    const unitCode = unitCodeOf(unit);
    const note = [
        ...unitCode === undefined ? [filled(texts.unit, { unit })] : [],
        ...gtu === null ? [] : [`GTU_${gtu.toString().padStart(2, '0')}`]
    ].join(', ');
    return { index, name: description, note: note === '' ? null : note, unitCode: unitCode ?? unknownUnit };
}

/**
 * The price of a line (BG-29). Where price × quantity misses the amount by more than a cent, as in a currency without
 * decimals, the amount itself is the price of the whole quantity.
 */
function pricedBy(
    line: InvoiceLine, priceMinor: bigint, { pricesInclude, decimals, sign }: LineTerms
): Pick<ELine, 'quantityMicros' | 'priceMicros' | 'baseQuantityMicros'> {
    const { priceBaseQuantityMicros, quantityMicros, correction } = line;
    const signed = (correction?.part === 'before' ? -quantityMicros : quantityMicros) * sign;
    const priceMicros = pricesInclude === 'net' ? line.unitPriceMicros : netPriceOf(line, priceMinor, decimals);
    const scale = 10n ** BigInt(decimals);
    const whole = priceBaseQuantityMicros * oneMicros;
    const difference = magnitude(priceMicros * signed * scale - priceMinor * whole);
    return quantityMicros === 0n || difference * 100n <= whole * scale
        ? { quantityMicros: signed, priceMicros, baseQuantityMicros: priceBaseQuantityMicros }
        : {
            quantityMicros: signed, priceMicros: minorToMicros(magnitude(priceMinor), decimals),
            baseQuantityMicros: quantityMicros
        };
}

/** The net price of a gross one: the amount divided by the quantity where it comes out, else the price less its VAT. */
function netPriceOf(
    { unitPriceMicros, priceBaseQuantityMicros, quantityMicros, vat }: InvoiceLine, priceMinor: bigint, decimals: number
): bigint {
    const whole = minorToMicros(magnitude(priceMinor), decimals) * priceBaseQuantityMicros;
    return quantityMicros > 0n && whole % quantityMicros === 0n ? whole / quantityMicros : roundQuotient({
        numerator: unitPriceMicros * hundredPercentMicros, denominator: hundredPercentMicros + vat.ratePercentMicros
    });
}

/** Lines that deduct the advances of a document: one for each of their rates, by quantity. */
export function advanceLines(
    invoice: Pick<Invoice, 'advances' | 'invoiceType'>, { texts, sign, decimals }: LineTerms
): readonly ELine[] {
    if (invoice.invoiceType === 'advance_invoice') {
        return [];
    }
    return invoice.advances.flatMap(({ invoiceNumber, rates }) => rates
        .filter(({ netMinor, vatMinor }) => netMinor !== 0n || vatMinor !== 0n)
        .map(({ category, ratePercentMicros, netMinor }): ELine => {
            const deducted = -netMinor * sign;
            return {
                index: null, note: null, unitCode: unknownUnit, allowances: [],
                name: filled(texts.advance, { number: invoiceNumber }),
                quantityMicros: deducted > 0n ? oneMicros : -oneMicros, netMinor: deducted,
                priceMicros: minorToMicros(magnitude(deducted), decimals), baseQuantityMicros: oneMicros,
                vat: { category, ratePercentMicros }
            };
        }));
}

/** The line of a corrective that changes no item: an invoice has at least one (BR-16). */
export function dataOnlyLine({ texts }: LineTerms): ELine {
    return {
        index: null, note: null, unitCode: unknownUnit, allowances: [], name: texts.dataOnly,
        quantityMicros: oneMicros, netMinor: 0n, priceMicros: 0n, baseQuantityMicros: oneMicros,
        vat: { category: 'Z', ratePercentMicros: 0n }
    };
}

/** An amount without its sign. */
export function magnitude(minor: bigint): bigint {
    return minor < 0n ? -minor : minor;
}

/** The sum of some amounts. */
export function sumOf(amounts: readonly bigint[]): bigint {
    return amounts.reduce((sum, amount) => sum + amount, 0n);
}
