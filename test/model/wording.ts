import { dayOf, type Document, type Model } from './model.ts';
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

/** Days before today of a rate given by hand: it fits a document that is issued today or up to 30 days back. */
const rateDays = -31;

type Worded = Pick<Document, 'terms' | 'exchange' | 'rateDay' | 'discount'> & { readonly words: readonly Words[] };

/** The wording with its amounts, for an organisation. */
export function worded(
    { currency, pricesInclude, exchange, lines, percent, eighths }: Wording,
    { rounding, now }: Pick<Model, 'rounding' | 'now'>
): Worded {
    const terms: Terms = { currency, pricesInclude, rounding };
    const words = lines.map(({ eighths: part, ...line }): Words =>
        ({ ...line, discountAmount: reducedPriceOf(line, terms) * part / 8n }));
    const bases = words.map((line) => baseOf(line, terms));
    const left = sum(bases) - wholeDiscount(bases, { percent, amount: 0n });
    const rate = currency === 'PLN' ? null : exchange;
    return {
        terms, exchange: rate, rateDay: rate === null ? null : dayOf(now, rateDays), words,
        discount: { percent, amount: left * eighths / 8n }
    };
}

/** The whole content as a body. */
export function bodyOf({ terms, exchange, rateDay, discount: { percent, amount }, words }: Worded) {
    const { currency, pricesInclude } = terms;
    return {
        currency, pricesInclude, discountPercent: decimal(percent, 2), discountAmount: money(amount, currency),
        exchangeRate: exchange, ...(rateDay === null ? {} : { exchangeRateDate: rateDay }),
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
