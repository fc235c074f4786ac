import type { Allocation } from '../../foundation/money/allocate.ts';
import { formatMicros } from '../../foundation/money/decimal.ts';
import { exactLinePrice, exactPercentOf, exactVatInGross } from '../../foundation/money/rounding.ts';
import type { LineTotals, TotalsInput, Workings } from '../../domain/totals/totals.ts';
import { explainPrice } from './explain-price.ts';
import { ranksOf, type SharePlace, type Step, type StepWriter } from './explanation-step.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';

/** Explanation of the amounts of one line. */
export type LineExplanation = ReturnType<typeof explainLine>;

/** Context in which the lines of one document are explained; prepared once, because there may be 500 lines. */
export type LineContext = {
    readonly input: TotalsInput;
    readonly workings: Workings;
    readonly writer: StepWriter;
    readonly discountPlace: (index: number) => SharePlace;
    /** Undefined where VAT is rounded line by line. */
    readonly vatPlace: (index: number) => SharePlace | undefined;
};

/** Prepares {@link explainLine} for the lines of one document. */
export function lineContext(input: TotalsInput, workings: Workings, writer: StepWriter): LineContext {
    const placed = (allocation: Allocation) => {
        const ranks = ranksOf(allocation);
        return (position: number): SharePlace => ({ allocation, position, ranks });
    };
    const vatPlaces = new Map(workings.vat.rates.flatMap(({ indexes, allocation }) => {
        const placeIn = placed(allocation);
        return indexes.map((index, position) => [index, placeIn(position)] as const);
    }));

    return { input, workings, writer, discountPlace: placed(workings.documentDiscount.allocation), vatPlace: (index) =>
        vatPlaces.get(index) };
}

/** Explains the line at one position: its price, each step, and the resulting amounts. */
export function explainLine(context: LineContext, line: DraftLine, index: number) {
    const { workings, input, writer } = context;
    const totals = workings.totals.lines[index];
    if (totals === undefined) {
        throw new RangeError('totals are missing a line');
    }

    return {
        itemId: line.id,
        lineNumber: index + 1,
        vatCategory: line.vat.category,
        vatRate: formatMicros(line.vat.ratePercentMicros),
        vatWord: line.vat.word,
        price: explainPrice(line, input, writer),
        steps: [...discountSteps(context, line, index, totals), ...vatSteps(context, line, index, totals)],
        amounts: lineAmounts(totals, writer)
    };
}

/** The amounts of a line that are stored with it. */
export function lineAmounts(totals: LineTotals, { amount }: Pick<StepWriter, 'amount'>) {
    return {
        price: amount(totals.priceMinor),
        discount: amount(totals.discountMinor),
        documentDiscount: amount(totals.documentDiscountMinor),
        net: amount(totals.netMinor),
        vat: amount(totals.vatMinor),
        gross: amount(totals.grossMinor)
    };
}

/** Steps from the unit price to the amount that VAT is computed from. */
function discountSteps(context: LineContext, line: DraftLine, index: number, totals: LineTotals): readonly Step[] {
    const {
        input: { decimals }, workings: { lineAmounts: amounts, documentDiscount, taxable }, discountPlace,
        writer: { amount, rounded, plain, shared }
    } = context;
    const { percentDiscountMinor = 0n, baseMinor = 0n } = amounts[index] ?? {};
    const price = amount(totals.priceMinor);
    const lineAmount = amount(baseMinor);

    return [
        rounded('linePrice', 'line_price', {
            unitPrice: formatMicros(line.unitPriceMicros), quantity: formatMicros(line.quantityMicros),
            priceBaseQuantity: formatMicros(line.priceBaseQuantityMicros)
        }, exactLinePrice(line, decimals)),
        rounded('percentDiscount', 'percent_discount',
            { amount: price, percent: formatMicros(line.discountPercentMicros) },
            exactPercentOf(totals.priceMinor, line.discountPercentMicros)),
        plain('lineAmount', 'line_amount', {
            price, percentDiscount: amount(percentDiscountMinor), discountAmount: amount(line.discountAmountMinor)
        }, baseMinor),
        shared('documentDiscountShare', 'document_discount_share', {
            documentDiscount: amount(documentDiscount.discountMinor), lineAmount,
            sumOfLines: amount(documentDiscount.sumMinor)
        }, discountPlace(index)),
        plain('taxableAmount', 'taxable_amount', {
            lineAmount, documentDiscountShare: amount(totals.documentDiscountMinor)
        }, taxable[index]?.amountMinor ?? 0n)
    ];
}

/** Steps to VAT, and to the amount that follows from it: gross for net prices, net for gross prices. */
function vatSteps(
    { input: { pricesInclude }, vatPlace, writer: { amount, rounded, plain, shared } }: LineContext, line: DraftLine,
    index: number, totals: LineTotals
): readonly Step[] {
    const { netMinor, grossMinor } = totals;
    const { ratePercentMicros } = line.vat;
    const [net, vat, gross, vatRate] = [
        amount(netMinor), amount(totals.vatMinor), amount(grossMinor), formatMicros(ratePercentMicros)
    ];
    const place = vatPlace(index);

    if (pricesInclude === 'net') {
        const inputs = { net, vatRate };
        return [
            place === undefined ? rounded('vat', 'vat_on_net', inputs, exactPercentOf(netMinor, ratePercentMicros))
                : shared('vat', 'vat_share_on_net', inputs, place),
            plain('gross', 'gross_of_net', { net, vat }, grossMinor)
        ];
    }
    const inputs = { gross, vatRate };
    return [
        place === undefined ? rounded('vat', 'vat_in_gross', inputs, exactVatInGross(grossMinor, ratePercentMicros))
            : shared('vat', 'vat_share_in_gross', inputs, place),
        plain('net', 'net_of_gross', { gross, vat }, netMinor)
    ];
}
