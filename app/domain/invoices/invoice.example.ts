import { defaultProfile, type Organisation } from '../organisations/organisation.ts';
import { newDraft } from './draft.ts';
import { blankContent } from './draft-content.ts';
import { withTaxPoints } from './exchange.ts';
import { amountsByTaxPoint } from './tax-points.ts';
import { issue, sealed } from './issue.ts';
import type { Invoice } from './invoice.ts';
import { vatOf } from '../../foundation/money/vat.ts';
import type { DraftLine } from '../pricing/draft-line.ts';

/**
 * Examples of the API's documentation, computed by the same code as real invoices, so that their figures are correct.
 * Invented data.
 */

const now = new Date('2026-11-23T10:15:00.000Z');

/** The seller of the examples. */
export const exampleOrganisation: Organisation = {
    ...defaultProfile,
    id: 'default',
    version: 2,
    legalName: 'Przykładowe Podłogi sp. z o.o.',
    nip: '1234563218',
    vatId: 'PL1234563218',
    exemptionReason: 'art. 43 ust. 1 pkt 29 ustawy o VAT',
    street: 'ul. Dębowa 1',
    postalCode: '00-001',
    city: 'Warszawa',
    pendingChange: null,
    createdAt: now,
    updatedAt: now
};

const line = {
    itemType: 'custom', serviceId: null, productId: null, pricingTier: null, regionalZone: null,
    priceBaseQuantityMicros: 1_000_000n, discountPercentMicros: 0n, discountAmountMinor: 0n, splitPayment: false,
    taxPointRule: null, gtu: null,
    priceSource: { source: 'caller', fetchedAt: now.toISOString(), stale: false, vatSource: 'caller' }
} as const satisfies Partial<DraftLine>;

const lines: readonly DraftLine[] = [
    {
        ...line,
        id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b01',
        itemType: 'service',
        serviceId: 'e0000000-0000-4000-8000-000000000001',
        description: 'Montaż paneli',
        quantityMicros: 33_330_000n,
        unit: 'm²',
        unitPriceMicros: 54_717_072n,
        vat: vatOf({ rate: 23 }),
        pricingTier: 'standard',
        regionalZone: 'krakow',
        priceSource: {
            source: 'services-service', call: 'calculate_advanced',
            id: 'e0000000-0000-4000-8000-000000000001', version: 'W/"90-3f1"',
            fetchedAt: now.toISOString(), stale: false, vatSource: 'services-service', netPrice: '1823.72',
            inputs: { quantity: '33.33', tier: 'standard', regionalZone: 'krakow', applySeasonalAdjustment: false }
        }
    },
    {
        ...line,
        id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b02',
        description: 'Listwa przypodłogowa',
        quantityMicros: 18_000_000n,
        unit: 'mb',
        unitPriceMicros: 19_900_000n,
        discountPercentMicros: 5_000_000n,
        vat: vatOf({ rate: 23 })
    }
];

/** A draft of two lines. */
export const exampleDraft: Invoice = newDraft({
    id: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a',
    organisation: exampleOrganisation,
    createdBy: 'user-17',
    now,
    content: {
        ...blankContent(exampleOrganisation),
        contactId: 'c0000000-0000-4000-8000-000000000001',
        buyer: {
            name: 'Dom i Ogród Przykładowy', nip: null, taxId: null, regon: null,
            address: 'ul. Lipowa 2, 30-001 Kraków', street: 'ul. Lipowa 2', postalCode: '30-001', city: 'Kraków',
            country: 'PL', vatPayer: false, isJstUnit: null, isVatGroupMember: null, email: null,
            source: { version: 'W/"5a1-2c4"', fetchedAt: now.toISOString(), stale: false }
        },
        paymentTerms: '14 dni',
        orderNumber: 'PO-2026-118'
    },
    lines
});

const { invoice: issuable } = issue(
    exampleDraft, exampleOrganisation, { today: '2026-11-23', now, keepPrices: false, priceMaxAgeHours: 24 });

/** The example draft, issued. */
export const exampleIssued: Invoice = {
    ...sealed(withTaxPoints(issuable, 'PLN', () => null, {
        amounts: amountsByTaxPoint(issuable, issuable.lines)
    })),
    number: 'FV/2026/11/0042', seriesId: 'vat_invoice-2026-11', seriesNumber: 42n
};
