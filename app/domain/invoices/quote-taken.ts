import type { Database, Statement } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Invoice } from './invoice.ts';

/** The index that limits a quote to one invoice and one proforma; a cancelled one frees it. */
const onePerQuote = 'invoice_quote_key';

const selectOfQuotes: Statement = {
    name: 'select_invoices_of_quotes',
    text: `SELECT quote_id, invoice_type, id, number FROM invoices.invoice
        WHERE organisation_id = $1 AND quote_id = ANY($2::uuid[]) AND status <> 'cancelled'
            AND quote_repeated IS NOT TRUE`
};

/** A quote and the type of the document made from it. */
export type QuoteUse = Pick<Invoice, 'quoteId' | 'invoiceType'>;

type Taker = {
    readonly quote_id: string; readonly invoice_type: string; readonly id: string; readonly number: string | null
};

/** Tells whether the database's unique index refused a write because a quote is already invoiced. */
export function isQuoteConflict(error: unknown): boolean {
    return error instanceof Error && 'constraint' in error && error.constraint === onePerQuote;
}

/**
 * Finds the quotes that are already invoiced.
 * @returns For each of `uses` the refusal `QUOTE_ALREADY_INVOICED`, which names the invoice, or undefined when the
 *     quote is free.
 */
export async function refusalsOfTakenQuotes(
    { query }: Pick<Database, 'query'>, organisationId: string, uses: readonly QuoteUse[]
): Promise<readonly (DomainError | undefined)[]> {
    const takers = await query<Taker>(selectOfQuotes, [organisationId, uses.map(({ quoteId }) => quoteId)]);
    const byUse = new Map(
        takers.map((taker) => [keyOfUse({ quoteId: taker.quote_id, invoiceType: taker.invoice_type }), taker]));
    return uses.map((use) => {
        const taker = byUse.get(keyOfUse(use));
        return taker && quoteTaken(use.quoteId, taker);
    });
}

/** Key of a use: equal for two documents of which a quote allows only one. */
export function keyOfUse(
    { quoteId, invoiceType }: { readonly quoteId: string | null; readonly invoiceType: string }
): string {
    return `${quoteId} ${invoiceType}`;
}

/**
 * Writes an invoice. If its quote already has an invoice of that type, the refusal names it, also for the slower of two
 * simultaneous requests.
 * @param write - One statement; it runs again when the conflicting invoice no longer exists at the lookup.
 * @throws DomainError `QUOTE_ALREADY_INVOICED`, and any error of `write`
 */
export async function whereQuoteIsFree<Result>(
    database: Pick<Database, 'query'>, invoice: QuoteUse & Pick<Invoice, 'organisationId'>, write: () => Promise<Result>
): Promise<Result> {
    try {
        return await write();
    } catch (error) {
        if (!isQuoteConflict(error)) {
            throw error;
        }
    }
    const [refusal] = await refusalsOfTakenQuotes(database, invoice.organisationId, [invoice]);
    if (refusal === undefined) {
        return write();
    }
    throw refusal;
}

function quoteTaken(quoteId: string | null, { id, number }: Taker): DomainError {
    const clause = `is invoiced already, by ${number === null ? `the draft ${id}` : `${number} (${id})`}: cancel or `
        + 'delete that one first';
    return new DomainError(
        'QUOTE_ALREADY_INVOICED', `quoteId ${clause}`, { quoteId, invoiceId: id, invoiceNumber: number }, {
            faults: [{ path: 'quoteId', code: 'QUOTE_ALREADY_INVOICED', message: clause }]
        });
}
