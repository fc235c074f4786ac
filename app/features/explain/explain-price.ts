import { priceSourceDocument } from '../../domain/invoices/invoice.document.ts';
import { formatMicros, oneMicros, parseMicros } from '../../foundation/money/decimal.ts';
import { grossForNet, unitPriceForNet, type NetPrice, type NetPriceTerms } from '../../foundation/money/price.ts';
import {
    exactGrossUnitPrice, exactLinePrice, exactMinor, exactPercentOf, exactUnitPrice, roundQuotient, roundToMinor
} from '../../foundation/money/rounding.ts';
import { exactMicros, unitPriceStep, type Step, type StepWriter } from './explanation-step.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';

/** Explanation of a line's unit price: its source, and the steps from the source's price. */
export type PriceExplanation = ReturnType<typeof explainPrice>;

/**
 * Explains the unit price of a line. A caller's price needs no steps. A net price of products- or services-service is
 * converted to the invoice's terms; when the steps do not give the line's price, the price was changed afterwards and
 * `agrees` is false.
 */
export function explainPrice(
    line: DraftLine, terms: Pick<NetPriceTerms, 'pricesInclude' | 'decimals'>, writer: StepWriter
) {
    const { priceSource, unitPriceMicros, priceBaseQuantityMicros, quantityMicros, vat: { ratePercentMicros } } = line;
    const net = netPriceOf(line);
    const all = { ...terms, quantityMicros, ratePercentMicros };
    const derived = net === undefined ? line : unitPriceForNet(net, all);

    return {
        source: priceSourceDocument(priceSource),
        steps: net === undefined ? [] : [...stepsToNet(line), ...stepsOf(net, all, writer)],
        unitPrice: formatMicros(unitPriceMicros),
        priceBaseQuantity: formatMicros(priceBaseQuantityMicros),
        agrees: derived.unitPriceMicros === unitPriceMicros
            && derived.priceBaseQuantityMicros === priceBaseQuantityMicros
    };
}

/**
 * The net price that a line's price was derived from. A calculation of services-service is the price of a whole line. A
 * quote's price is taken as the customer accepted it, like a caller's, unless only its net price for the whole line was
 * available.
 */
function netPriceOf({ priceSource: { call, netPrice, inputs }, unitPriceMicros }: DraftLine): NetPrice | undefined {
    if (netPrice === undefined || call === undefined) {
        return undefined;
    }
    const price = { of: 'line', micros: parseMicros(netPrice) } as const;
    switch (call) {
        case 'calculate_advanced': return price;
        case 'accepted_quote': return inputs?.['pricePerUnit'] === formatMicros(unitPriceMicros) ? undefined : price;
        default: return { ...price, of: 'unit' };
    }
}

/** The step from a product's price per base unit to the price of what is sold, where these differ. */
function stepsToNet({ priceSource: { inputs } }: DraftLine): readonly Step[] {
    const { basePrice, unitsPerSellingUnit } = inputs ?? {};
    if (typeof basePrice !== 'string' || typeof unitsPerSellingUnit !== 'string') {
        return [];
    }
    return [unitPriceStep('sellingUnitPrice', 'selling_unit_price', { basePrice, unitsPerSellingUnit }, {
        numerator: parseMicros(basePrice) * parseMicros(unitsPerSellingUnit), denominator: oneMicros
    })];
}

function stepsOf({ of, micros }: NetPrice, terms: NetPriceTerms, writer: StepWriter): readonly Step[] {
    if (of === 'line') {
        return terms.pricesInclude === 'gross'
            ? [...stepsToGross(micros, terms, writer), ...stepsOfTotal(
                grossForNet(micros, terms.ratePercentMicros, terms.decimals), terms, writer)]
            : stepsOfTotal(micros, terms, writer);
    }
    const netPrice = formatMicros(micros);
    return [terms.pricesInclude === 'gross'
        ? unitPriceStep('unitPrice', 'gross_unit_price', { netPrice, vatRate: formatMicros(terms.ratePercentMicros) },
            exactGrossUnitPrice(micros, terms.ratePercentMicros))
        : unitPriceStep('unitPrice', 'net_unit_price', { netPrice }, exactMicros(micros))];
}

function stepsToGross(
    netMicros: bigint, { ratePercentMicros, decimals }: NetPriceTerms, { amount, rounded, plain }: StepWriter
): readonly Step[] {
    const netMinor = roundToMinor(netMicros, decimals);
    const vat = rounded('vatOfNetTotal', 'vat_on_net', {
        net: amount(netMinor), vatRate: formatMicros(ratePercentMicros)
    }, exactPercentOf(netMinor, ratePercentMicros));
    return [
        rounded('netTotal', 'to_minor_unit', { amount: formatMicros(netMicros) }, exactMinor(netMicros, decimals)),
        vat,
        plain('grossTotal', 'gross_of_net', { net: amount(netMinor), vat: vat.result }, roundToMinor(
            grossForNet(netMicros, ratePercentMicros, decimals), decimals))
    ];
}

/** Steps of a total: total ÷ quantity, and the check that this may be the unit price. */
function stepsOfTotal(
    totalMicros: bigint, { quantityMicros, decimals }: NetPriceTerms, { rounded }: StepWriter
): readonly Step[] {
    const [total, quantity] = [formatMicros(totalMicros), formatMicros(quantityMicros)];
    const unitPrice = unitPriceStep('unitPrice', 'unit_price_of_total', { total, quantity }, exactUnitPrice(
        totalMicros, quantityMicros));
    const price = {
        unitPriceMicros: roundQuotient(exactUnitPrice(totalMicros, quantityMicros)), quantityMicros,
        priceBaseQuantityMicros: oneMicros
    };
    const agreed = rounded('agreedTotal', 'to_minor_unit', { amount: total }, exactMinor(totalMicros, decimals));
    const multipliedBack = rounded('totalOfUnitPrice', 'line_price',
        { unitPrice: unitPrice.result, quantity, priceBaseQuantity: '1' }, exactLinePrice(price, decimals));
    const steps = [unitPrice, agreed, multipliedBack];

    return agreed.result === multipliedBack.result
        ? steps
        : [...steps, unitPriceStep('priceOfAllUnits', 'price_base_quantity', { total, quantity }, exactMicros(
            totalMicros))];
}
