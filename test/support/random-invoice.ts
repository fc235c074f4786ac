import fc from 'fast-check';
import { newDraft } from '../../app/domain/invoices/draft.ts';
import { exampleDraft } from '../../app/domain/invoices/invoice.example.ts';
import type { Invoice } from '../../app/domain/invoices/invoice.ts';
import { decimalsOf } from '../../app/foundation/money/currencies.ts';
import { formatMicros } from '../../app/foundation/money/decimal.ts';
import { unitPriceForNet } from '../../app/foundation/money/price.ts';
import { vatOf } from '../../app/foundation/money/vat.ts';
import { defaultProfile } from '../../app/domain/organisations/organisation.ts';
import {
    baseQuantityMicros, eighths, lessPercentByHand, percentMicros, priceByHand, priceMicros, quantityMicros
} from './random-amounts.ts';
import type { PriceSource } from '../../app/domain/pricing/price-source.ts';
import type { DraftLine } from '../../app/domain/pricing/draft-line.ts';

const vat = fc.oneof(
    fc.constantFrom('23', '23', '8', '5', '0', 'zw', 'np', 'oo', 'np_art100', '5.5').map((rate) => vatOf({ rate })),
    fc.constantFrom('K' as const, 'G' as const).map((category) => vatOf({ rate: 0, category }))
);
/** Source of a line's price: the caller, or another service for one unit or for the whole line. */
const pricedBy = fc.constantFrom('caller' as const, 'caller' as const, 'unit' as const, 'line' as const);

type Terms = Pick<Invoice, 'currency' | 'pricesInclude'> & { readonly decimals: number };

const lineOf = ({ decimals, pricesInclude }: Terms): fc.Arbitrary<DraftLine> =>
    fc.record({
        id: fc.uuid({ version: 7 }), priceMicros, quantityMicros, baseQuantityMicros, percentMicros, vat, eighths,
        pricedBy, splitPayment: fc.boolean()
    })
        .map(({ pricedBy: by, ...given }) => {
            const terms = {
                pricesInclude, quantityMicros: given.quantityMicros,
                ratePercentMicros: given.vat.ratePercentMicros, decimals
            };
            const price = by === 'caller'
                ? { unitPriceMicros: given.priceMicros, priceBaseQuantityMicros: given.baseQuantityMicros }
                : unitPriceForNet({ of: by, micros: given.priceMicros }, terms);
            const priceMinor = priceByHand({ ...price, quantityMicros: given.quantityMicros }, decimals);
            return {
                id: given.id, itemType: 'custom', serviceId: null, productId: null, description: 'Zażółć', unit: 'szt',
                pricingTier: null, regionalZone: null, ...price, quantityMicros: given.quantityMicros, vat: given.vat,
                discountPercentMicros: given.percentMicros,
                discountAmountMinor: lessPercentByHand(priceMinor, given.percentMicros) * given.eighths / 8n,
                splitPayment: given.splitPayment, taxPointRule: null, gtu: null,
                priceSource: sourceOf(by, given.priceMicros)
            };
        });

function sourceOf(by: 'caller' | 'unit' | 'line', netMicros: bigint): PriceSource {
    const read = { fetchedAt: '2026-11-23T10:15:00.000Z', stale: false, vatSource: 'caller' } as const;
    if (by === 'caller') return { source: 'caller', ...read };
    return {
        ...read, netPrice: formatMicros(netMicros),
        ...(by === 'line' ? { source: 'services-service', call: 'calculate_advanced' }
            : { source: 'products-service', call: 'selling_price' })
    };
}

const organisation = {
    ...defaultProfile, id: 'default', version: 1, pendingChange: null, createdAt: exampleDraft.createdAt,
    updatedAt: exampleDraft.updatedAt
};

/**
 * Drafts in currencies of 0, 2, 3 and 4 decimals, net and gross, in both rounding models, with every VAT category and
 * kind of price source.
 */
export const randomDraft: fc.Arbitrary<Invoice> = fc.record({
    currency: fc.constantFrom('PLN', 'EUR', 'JPY', 'KWD', 'CLF'),
    pricesInclude: fc.constantFrom('net' as const, 'gross' as const)
}).chain(({ currency, pricesInclude }) => {
    const terms = { currency, pricesInclude, decimals: decimalsOf(currency) };
    return fc.record({
        roundingModel: fc.constantFrom('per_rate' as const, 'per_line' as const), percentMicros, eighths,
        lines: fc.array(lineOf(terms), { minLength: 1, maxLength: 10 })
    }).map(({ roundingModel, percentMicros: discountPercentMicros, eighths: part, lines }) => {
        const draftWith = (discountAmountMinor: bigint): Invoice => newDraft({
            id: exampleDraft.id, organisation: { ...organisation, roundingModel }, createdBy: 'user-17',
            now: exampleDraft.createdAt, lines,
            content: { ...exampleDraft, currency, pricesInclude, discountPercentMicros, discountAmountMinor }
        });
        const { netMinor, grossMinor } = draftWith(0n);
        return draftWith((pricesInclude === 'net' ? netMinor : grossMinor) * part / 8n);
    });
});
