import { vatOf } from '../../foundation/money/vat.ts';
import type { PrintLanguage } from '../../domain/printing/printed-document.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';
import { sampleNow } from './sample-invoices.ts';

/** A line of a sample: its words in both languages, and what differs from a plain product at 23 %. */
export type SampleLine = {
    readonly pl: readonly [description: string, unit: string];
    readonly en: readonly [description: string, unit: string];
    readonly quantityMicros: bigint;
    readonly unitPriceMicros: bigint;
    readonly more?: Partial<DraftLine>;
};

/** The lines of a sample in a language. */
export function linesOf(language: PrintLanguage, lines: readonly SampleLine[]): readonly DraftLine[] {
    return lines.map(({ [language]: [description, unit], quantityMicros, unitPriceMicros, more }, index) => ({
        id: `0199f3d2-7c1a-7b55-9c57-${index.toString(16).padStart(12, '0')}`,
        itemType: 'product', serviceId: null, productId: null, pricingTier: null, regionalZone: null,
        priceBaseQuantityMicros: 1_000_000n, discountPercentMicros: 0n, discountAmountMinor: 0n, splitPayment: false,
        taxPointRule: null, gtu: null, vat: vatOf({ rate: 23 }),
        priceSource: { source: 'caller', fetchedAt: sampleNow.toISOString(), stale: false, vatSource: 'caller' },
        description, unit, quantityMicros, unitPriceMicros, ...more
    }));
}

const panels: SampleLine = {
    pl: ['Panel winylowy Dąb naturalny 1220 × 180 × 5 mm', 'm²'],
    en: ['Vinyl plank, natural oak, 1220 × 180 × 5 mm', 'm²'],
    quantityMicros: 48_360_000n, unitPriceMicros: 119_900_000n
};
const skirting: SampleLine = {
    pl: ['Listwa przypodłogowa MDF biała 80 mm', 'mb'], en: ['Skirting board, MDF, white, 80 mm', 'm'],
    quantityMicros: 72_000_000n, unitPriceMicros: 19_900_000n, more: { discountPercentMicros: 5_000_000n }
};
const laying: SampleLine = {
    pl: ['Montaż paneli winylowych z przygotowaniem podłoża', 'm²'],
    en: ['Laying of vinyl planks with levelling of the floor', 'm²'],
    quantityMicros: 48_360_000n, unitPriceMicros: 54_717_072n,
    more: { itemType: 'service', vat: vatOf({ rate: 8 }), splitPayment: true }
};
const training: SampleLine = {
    pl: ['Szkolenie ekipy z pielęgnacji podłóg', 'godz.'], en: ['Training in floor care', 'h'],
    quantityMicros: 2_500_000n, unitPriceMicros: 180_000_000n,
    more: { vat: vatOf({ rate: 'zw', exemptionReason: 'art. 43 ust. 1 pkt 29 ustawy o VAT' }) }
};

/** Lines of a usual order: goods, work and an exempt service. */
export const orderLines: readonly SampleLine[] = [panels, skirting, laying, training];

/** Work for a taxpayer of another member state. */
export const reverseLines: readonly SampleLine[] = [
    { ...laying, more: { itemType: 'service', vat: vatOf({ rate: 'np_art100' }) } }
];

/** Goods and construction work in a foreign currency: two tax points, two exchange rates. */
export const foreignLines: readonly SampleLine[] = [
    { ...panels, unitPriceMicros: 34_500_000n },
    {
        ...laying, unitPriceMicros: 15_800_000n,
        more: { itemType: 'service', vat: vatOf({ rate: 23 }), splitPayment: true }
    }
];

/** A greater order, over the limit of split payment. */
export const greatLines: readonly SampleLine[] = orderLines.map((line) =>
    ({ ...line, quantityMicros: line.quantityMicros * 3n }));

/** Sixty lines, a long word among them. */
export const manyLines: readonly SampleLine[] = Array.from({ length: 60 }, (_, index): SampleLine => {
    const line = orderLines[index % orderLines.length] ?? panels;
    const more = index === 11 ? ` https://example.com/${'abcdefgh'.repeat(12)}` : ` (${index + 1})`;
    return { ...line, pl: [line.pl[0] + more, line.pl[1]], en: [line.en[0] + more, line.en[1]] };
});
