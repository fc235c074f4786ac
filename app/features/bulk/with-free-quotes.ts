import type { Database } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { keyOfUse, refusalsOfTakenQuotes } from '../../domain/invoices/quote-taken.ts';
import { ofRow } from './row-errors.ts';
import type { RowResults } from './row-results.ts';

/**
 * Replaces each row whose quote is invoiced already, or is that of an earlier row that is not refused, by its refusal.
 * Asks the database only when a row has a quote. A rule of the database refuses quotes that other requests take after
 * that.
 */
export async function withFreeQuotes(
    database: Pick<Database, 'query'>, organisationId: string, rows: RowResults
): Promise<RowResults> {
    const quoted = rows.flatMap((row, index) =>
        (row instanceof DomainError || row.invoice.quoteId === null || row.invoice.quoteUnclaimed
            ? [] : [{ index, invoice: row.invoice }]));
    if (quoted.length === 0) {
        return rows;
    }

    const taken = await refusalsOfTakenQuotes(database, organisationId, quoted.map(({ invoice }) => invoice));
    const refusals = new Map<number, DomainError>();
    const firstRows = new Map<string, number>();
    for (const [place, { index, invoice }] of quoted.entries()) {
        const first = firstRows.get(keyOfUse(invoice));
        const refusal = taken[place] ?? (first === undefined ? undefined : givenTwice(first));
        if (refusal === undefined) {
            firstRows.set(keyOfUse(invoice), index);
        } else {
            refusals.set(index, ofRow(index, refusal));
        }
    }
    return rows.map((row, index) => refusals.get(index) ?? row);
}

function givenTwice(firstRow: number): DomainError {
    return refusedField('QUOTE_ALREADY_INVOICED', 'quoteId',
        `is that of invoices[${firstRow}] too: a quote becomes one document of each type`);
}
