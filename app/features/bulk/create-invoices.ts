import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { prepareDraft } from '../../domain/invoices/prepare-draft.ts';
import { maxContactAgeMs } from '../../domain/invoices/buyer-at-issue.ts';
import { DatesRefused } from '../../domain/invoices/new-issued.repository.ts';
import { isQuoteConflict } from '../../domain/invoices/quote-taken.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import {
    recordInvoice, storeNewInvoices, type RecordedInvoice, type StoredInvoices
} from '../../domain/invoices/store-new-invoice.ts';
import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import { mapConcurrently, maxCallsAtOnce } from '../../domain/pricing/map-concurrently.ts';
import { withLimitedUpstreams } from '../../platform/upstream/limited-upstreams.ts';
import { ofRow, refusalOfAll } from './row-errors.ts';
import { withFreeQuotes } from './with-free-quotes.ts';
import type { CreatedInvoices, RowResults } from './row-results.ts';
import type { NewInvoiceInput } from '../../domain/invoices/invoice.schemas.ts';

/** Many invoices as a caller gives them. */
export type ManyInvoices = {
    /** Rows in the caller's order; an unreadable row is replaced by its error. */
    readonly rows: readonly (NewInvoiceInput | DomainError)[];
    /** True to store every row that is valid; false to store all rows or none. */
    readonly continueOnError: boolean;
    /** Maximum time for calls to other services, in ms, for all rows together. */
    readonly lookupTimeMs: number;
};

// Each try reads which quotes other requests took meanwhile, and leaves out what the series refused.
const maxTries = 5;

/**
 * Makes many invoices, each as `createDraft` does, and stores them in one statement. With `continueOnError` a failed
 * row does not affect the others; without it the faults of all rows are collected, and nothing is stored.
 * @throws DomainError those of `openOrganisation` and, without `continueOnError`, of the first row that fails
 */
export async function createInvoices(
    dependencies: InvoiceDependencies, command: Command<CreatedInvoices>, many: ManyInvoices
): Promise<CreatedInvoices> {
    const organisation = await openOrganisation(dependencies, command);
    let recorded = await recordRows(dependencies, command, organisation, many);

    for (let tries = 1; ; tries += 1) {
        const results = await withFreeQuotes(dependencies.database, command.caller.organisationId, recorded);
        if (!many.continueOnError) {
            assertNoneFailed(results);
        }
        const invoices = results.flatMap((row) => (row instanceof DomainError ? [] : [row]));
        const drafted = { rows: results, continueOnError: many.continueOnError };
        if (invoices.length === 0) {
            return drafted;
        }
        try {
            const stored = await storeNewInvoices(dependencies, command, invoices, command.keep(drafted));
            return withNumbers(command, drafted, stored);
        } catch (error) {
            if (error instanceof DatesRefused) {
                recorded = withRefused(recorded, error.refusals);
            } else if (!isQuoteConflict(error)) {
                throw error;
            }
            refuseAfterLastTry(error, tries);
        }
    }
}

/** Looks up, prices and computes each row, and makes the record that is to be stored. */
async function recordRows(
    dependencies: InvoiceDependencies, command: Command, organisation: Organisation,
    { rows, lookupTimeMs }: ManyInvoices
): Promise<RowResults> {
    const limits = { atOnce: maxCallsAtOnce, timeMs: lookupTimeMs, late: tooLate };
    const prepared = await withLimitedUpstreams(dependencies.upstreams, limits, (upstreams) => {
        const limited = { ...dependencies, upstreams: { ...dependencies.upstreams, ...upstreams } };
        return mapConcurrently(rows, (row, index) => (row instanceof DomainError
            ? ofRow(index, row)
            : orError(index, () => prepareDraft(
                limited, command, organisation, { ...row, contactAgeMs: maxContactAgeMs }))));
    });

    const recorded: (RecordedInvoice | DomainError)[] = [];
    for (const [index, row] of prepared.entries()) {
        await yieldToEventLoop();
        recorded.push(row instanceof DomainError ? row : await orError(index, () => recordInvoice(
            dependencies, command, row)));
    }
    return recorded;
}

/** Returns a row's own error as a result, and rethrows a fault of the service or of the database. */
async function orError<Result>(index: number, step: () => Promise<Result> | Result): Promise<Result | DomainError> {
    try {
        return await step();
    } catch (error) {
        if (error instanceof DomainError) {
            return ofRow(index, error);
        }
        throw error;
    }
}

function tooLate(): DomainError {
    return new DomainError('REQUEST_TIMEOUT',
        'contacts, products and services did not answer in time for all rows; send fewer rows at once');
}

function assertNoneFailed(results: RowResults): void {
    const [first, ...others] = results.filter((row) => row instanceof DomainError);
    if (first !== undefined) {
        throw refusalOfAll([first, ...others]);
    }
}

/** The outcome with numbers in place of stand-ins; the same object where no row takes a number. */
function withNumbers(
    command: Command<CreatedInvoices>, drafted: CreatedInvoices, { numbered, texts }: StoredInvoices
): CreatedInvoices {
    if (texts.size === 0) {
        return drafted;
    }
    const made = {
        ...drafted,
        rows: drafted.rows.map((row) => (row instanceof DomainError ? row : { ...row, invoice: numbered(row) }))
    };
    command.complete(drafted, made, texts);
    return made;
}

/** The rows without those whose issue date their series refused. */
function withRefused(rows: RowResults, refusals: ReadonlyMap<string, DomainError>): RowResults {
    return rows.map((row, index) => {
        const refusal = row instanceof DomainError ? undefined : refusals.get(row.invoice.id);
        return refusal === undefined ? row : ofRow(index, refusal);
    });
}

function refuseAfterLastTry(error: unknown, tries: number): void {
    if (tries === maxTries) {
        throw new DomainError('INVOICE_CHANGED', 'invoices: other requests kept issuing, or making invoices of the '
            + 'same quotes; nothing was stored, try again', {}, { cause: error });
    }
}
