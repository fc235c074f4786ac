import type { Database, Statement } from '../database/database.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Invoice } from './invoice.ts';

/** The index that lets a quote become one invoice and one proforma at most; a cancelled one frees it. */
const onePerQuote = 'invoice_quote_key';

const selectOfQuote: Statement = {
    name: 'select_invoice_of_quote',
    text: `SELECT id, number FROM invoice
        WHERE organisation_id = $1 AND quote_id = $2::uuid AND invoice_type = $3 AND status <> 'cancelled'`
};

type Taker = { readonly id: string; readonly number: string | null };

/**
 * Writes an invoice. When its quote has an invoice of that type already, by the word of the database's own rule, the refusal names it:
 * of two requests at the same time one gets that too.
 * @param write - One statement; run again when the invoice in its way is gone by the time it is looked for.
 * @throws DomainError `QUOTE_ALREADY_INVOICED`, and whatever `write` throws
 */
export async function whereQuoteIsFree<Result>(
    { query }: Pick<Database, 'query'>, { organisationId, quoteId, invoiceType }: Pick<Invoice, 'organisationId' | 'quoteId' | 'invoiceType'>,
    write: () => Promise<Result>
): Promise<Result> {
    try {
        return await write();
    } catch (error) {
        if (!(error instanceof Error && 'constraint' in error && error.constraint === onePerQuote)) {
            throw error;
        }
    }
    const [taker] = await query<Taker>(selectOfQuote, [organisationId, quoteId, invoiceType]);
    if (taker === undefined) {
        return write();
    }
    throw quoteTaken(quoteId, taker);
}

function quoteTaken(quoteId: string | null, { id, number }: Taker): DomainError {
    const clause = `is invoiced already, by ${number === null ? `the draft ${id}` : `${number} (${id})`}: cancel or delete that one first`;
    return new DomainError('QUOTE_ALREADY_INVOICED', `quoteId ${clause}`, { quoteId, invoiceId: id, invoiceNumber: number }, {
        faults: [{ path: 'quoteId', code: 'QUOTE_ALREADY_INVOICED', message: clause }]
    });
}
