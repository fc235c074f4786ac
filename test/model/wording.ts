import type { Document, Model } from './model.ts';
import {
    baseOf, decimal, minorOf, money, priceOf, reducedPriceOf, sum, wholeDiscount, type Currency,
    type Line, type Terms, type Words
} from './money.ts';

/** Content of a draft to make. Discounts in an amount are parts in eighths of their base, so that they fit. */
export type Wording = {
    readonly currency: Currency;
    readonly pricesInclude: Terms['pricesInclude'];
    /** Złoty for one unit, given by hand; null leaves it to the service. */
    readonly exchange: string | null;
    readonly lines: readonly (Omit<Words, 'discountAmount'> & { readonly eighths: bigint })[];
    readonly percent: bigint;
    readonly eighths: bigint;
};

type Worded = Pick<Document, 'terms' | 'exchange' | 'discount'> & { readonly words: readonly Words[] };

/** The wording with its amounts, for an organisation. */
export function worded(
    { currency, pricesInclude, exchange, lines, percent, eighths }: Wording, { rounding }: Pick<Model, 'rounding'>
): Worded {
    const terms: Terms = { currency, pricesInclude, rounding };
    const words = lines.map(({ eighths: part, ...line }): Words =>
        ({ ...line, discountAmount: reducedPriceOf(line, terms) * part / 8n }));
    const bases = words.map((line) => baseOf(line, terms));
    const left = sum(bases) - wholeDiscount(bases, { percent, amount: 0n });
    return {
        terms, exchange: currency === 'PLN' ? null : exchange, words, discount: { percent, amount: left * eighths / 8n }
    };
}

/** The whole content as a body. */
export function bodyOf({ terms: { currency, pricesInclude }, exchange, discount: { percent, amount }, words }: Worded) {
    return {
        currency, pricesInclude, discountPercent: decimal(percent, 2), discountAmount: money(amount, currency),
        exchangeRate: exchange, ...(exchange === null ? {} : { exchangeRateDate: '2026-10-01' }),
        items: words.map((line) => itemOf(line, currency))
    };
}

/** A body without the defaults. */
export function shortBodyOf(content: Worded) {
    const { terms: { currency, pricesInclude }, discount: { percent, amount } } = content;
    const { items, ...said } = bodyOf(content);
    return currency === 'PLN' && pricesInclude === 'net' && percent === 0n && amount === 0n
        ? { items } : { ...said, items };
}

function itemOf({ description, quantity, price, discountPercent, discountAmount, rate }: Words, currency: Currency) {
    return {
        itemType: 'custom', description, quantity: decimal(quantity, 3), unit: 'szt',
        unitPriceNet: decimal(price, 4), vatRate: rate,
        ...(discountPercent === 0n ? {} : { discountPercent: decimal(discountPercent, 2) }),
        ...(discountAmount === 0n ? {} : { discountAmount: money(discountAmount, currency) })
    };
}

/**
 * Lines as they were stored: their ids and shares are the service's choice, which `expectDocument` holds to the
 * contract.
 */
export function linesOf(
    words: readonly Words[], terms: Terms, items: readonly { readonly id: string; readonly totalDiscount: string }[]
): readonly Line[] {
    return words.map((line, index) => {
        const { id = '', totalDiscount = '' } = items[index] ?? {};
        return {
            ...line, id, share: minorOf(totalDiscount, terms.currency) - (priceOf(line, terms) - baseOf(line, terms))
        };
    });
}
