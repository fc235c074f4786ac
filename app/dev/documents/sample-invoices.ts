import { exampleDraft } from '../../domain/invoices/invoice.example.ts';
import { blankContent } from '../../domain/invoices/draft-content.ts';
import { newDraft } from '../../domain/invoices/draft.ts';
import { inBothCurrencies, withTaxPoints, type RateOfDay } from '../../domain/invoices/exchange.ts';
import type { DraftContent, Invoice } from '../../domain/invoices/invoice.ts';
import { issue, sealed } from '../../domain/invoices/issue.ts';
import { amountsByTaxPoint } from '../../domain/invoices/tax-points.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';

/** Day on which the samples are issued. */
export const sampleToday = '2026-11-23';

/** Instant in which the samples are issued. */
export const sampleNow = new Date(`${sampleToday}T10:15:00.000Z`);

/** A draft for an invented customer. */
export function draftOf(
    organisation: Organisation, lines: readonly DraftLine[], content: Partial<DraftContent>
): Invoice {
    return newDraft({
        id: exampleDraft.id, organisation, createdBy: 'user-17', now: sampleNow, lines,
        content: {
            ...blankContent(organisation), contactId: exampleDraft.contactId,
            buyer: { ...exampleDraft.buyer, name: 'Dom i Ogród Przykładowy sp. z o.o.', nip: '5260001246' },
            paymentTerms: '14 dni', ...content
        }
    });
}

/** A draft as it is issued, by the same code as real ones. */
export function issuedOf(draft: Invoice, organisation: Organisation, number: string): Invoice {
    const { invoice } = issue(
        draft, organisation, { today: sampleToday, now: sampleNow, keepPrices: true, priceMaxAgeHours: 24 });
    const rated = invoice.invoiceType === 'proforma' ? inBothCurrencies(invoice, organisation.vatCurrency, null)
        : withTaxPoints(invoice, organisation.vatCurrency, rateOf, {
            amounts: amountsByTaxPoint(invoice, invoice.lines)
        });
    return { ...sealed(rated), number };
}

/** Invented rates of two tables, so that two tax points have two. */
const rateOf: RateOfDay = (day) => (day < '2026-11-20'
    ? { rateNanos: 4_254_100_000n, date: '2026-11-09', source: 'nbp-a 217/A/NBP/2026' }
    : { rateNanos: 4_261_700_000n, date: '2026-11-20', source: 'nbp-a 225/A/NBP/2026' });
