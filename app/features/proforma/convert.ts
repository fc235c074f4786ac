import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { newDraft } from '../../domain/invoices/draft.ts';
import { advancedMinor, assertAdvancesInvoiced, presentAdvances } from '../../domain/invoices/order-advances.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import type { convertBody } from './proforma.schemas.ts';

/** Options of a conversion, from the caller; absent members are filled when the invoice is issued. */
export type ConvertInput = ValueOf<typeof convertBody>;

/** Subject and instant of a conversion, and the current calendar date in the seller's time zone. */
export type Converting = { readonly subject: string; readonly now: Date; readonly today: string };

/** The draft that a proforma becomes, and the proforma that points to it. */
export type Converted = { readonly draft: Invoice; readonly proforma: Invoice };

/**
 * The draft of the invoice that a proforma offered: same buyer, same lines at the same prices and in the same rounding
 * model, so that the invoice equals the offer, less its advance invoices. Pure except for new ids.
 * @throws DomainError `NOT_A_PROFORMA` | `INVOICE_NOT_ISSUED` | `INVOICE_CANCELLED` | `PROFORMA_ALREADY_CONVERTED` |
 *     `VALIDATION_FAILED` | `ADVANCES_COVER_ORDER` | `ADVANCE_EXCEEDS_RATE` | `ADVANCE_INVOICE_MISSING`
 */
export function convert(
    proforma: Invoice, organisation: Organisation, input: ConvertInput, by: Converting
): Converted {
    assertConvertible(proforma);
    const advances = presentAdvances(proforma);
    assertSomethingLeft(proforma);
    const draft: Invoice = {
        ...newDraft({
            id: uuidv7(),
            organisation: { ...organisation, roundingModel: proforma.roundingModel },
            createdBy: by.subject,
            now: by.now,
            content: {
                ...proforma,
                invoiceType: 'vat_invoice',
                issueDate: input.issueDate ?? null,
                saleDate: input.saleDate ?? null,
                dueDate: input.dueDate ?? null,
                notes: input.notes ?? proforma.notes,
                // The exchange rate of the proforma's day does not apply to the invoice's VAT.
                exchange: null
            },
            lines: proforma.lines.map((line) => ({ ...line, id: uuidv7() })),
            advances
        }),
        convertedFromId: proforma.id
    };
    if (draft.grossMinor + advancedMinor(proforma) !== proforma.grossMinor) {
        throw new Error(`the stored totals of proforma ${proforma.id} do not follow from its lines`);
    }
    assertAdvancesInvoiced(proforma, draft, by.today,
        'issue its advance invoice first, at the invoice service itself, with POST '
            + `/invoices/${proforma.id}/advance-invoices and the paymentId`);
    return {
        draft, proforma: { ...proforma, version: proforma.version + 1, updatedAt: by.now, convertedToId: draft.id }
    };
}

/** @throws DomainError `ADVANCES_COVER_ORDER` @see Ustawa o VAT art. 106f ust. 4 */
function assertSomethingLeft(proforma: Invoice): void {
    if (proforma.advanceInvoices.length > 0 && advancedMinor(proforma) >= proforma.grossMinor) {
        throw new DomainError('ADVANCES_COVER_ORDER', 'invoiceId: the advance invoices of this proforma cover the '
            + 'whole order, so that nothing is left for a final invoice', { id: proforma.id });
    }
}

function assertConvertible({ id, invoiceType, status, convertedToId }: Invoice): void {
    if (invoiceType !== 'proforma') {
        throw new DomainError('NOT_A_PROFORMA',
            `invoiceId: this is a ${invoiceType}, and only a proforma becomes an invoice`, { id, invoiceType });
    }
    if (status === 'draft') {
        throw new DomainError('INVOICE_NOT_ISSUED',
            'invoiceId: this proforma is a draft: issue it first, or change its invoiceType', { id });
    }
    if (status === 'cancelled') {
        throw new DomainError('INVOICE_CANCELLED', 'invoiceId: this proforma is cancelled', { id });
    }
    if (convertedToId !== null) {
        throw new DomainError('PROFORMA_ALREADY_CONVERTED', `invoiceId: this proforma became invoice `
            + `${convertedToId}; deleting or cancelling that one frees it`,
            { id, convertedToId });
    }
}
