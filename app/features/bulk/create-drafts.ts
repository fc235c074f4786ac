import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { prepareDraft } from '../../domain/invoices/prepare-draft.ts';
import { isQuoteConflict } from '../../domain/invoices/quote-taken.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { recordDraft, storeNewDrafts, type RecordedDraft } from '../../domain/invoices/store-new-draft.ts';
import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import { mapConcurrently, maxCallsAtOnce } from '../../domain/pricing/map-concurrently.ts';
import { withLimitedUpstreams } from '../../platform/upstream/limited-upstreams.ts';
import { ofRow, refusalOfAll } from './row-errors.ts';
import { withFreeQuotes } from './with-free-quotes.ts';
import type { CreatedDrafts, RowResults } from './row-results.ts';
import type { DraftInput } from '../../domain/invoices/invoice.schemas.ts';

/** Many drafts as a caller gives them. */
export type ManyDrafts = {
    /** Rows in the caller's order; an unreadable row is replaced by its error. */
    readonly rows: readonly (DraftInput | DomainError)[];
    /** True to store every row that is valid; false to store all rows or none. */
    readonly continueOnError: boolean;
    /** Maximum time for calls to other services, in ms, for all rows together. */
    readonly lookupTimeMs: number;
};

// Each try reads which quotes other requests took meanwhile.
const maxTries = 5;

/**
 * Makes many drafts, each as `createDraft` does, and stores them in one statement. With `continueOnError` a failed row
 * does not affect the others; without it the faults of all rows are collected, and nothing is stored.
 * @throws DomainError those of `openOrganisation` and, without `continueOnError`, of the first row that fails
 */
export async function createDrafts(
    dependencies: InvoiceDependencies, command: Command<CreatedDrafts>, many: ManyDrafts
): Promise<CreatedDrafts> {
    const organisation = await openOrganisation(dependencies, command);
    const recorded = await recordRows(dependencies, command, organisation, many);

    for (let tries = 1; ; tries += 1) {
        const results = await withFreeQuotes(dependencies.database, command.caller.organisationId, recorded);
        if (!many.continueOnError) {
            assertNoneFailed(results);
        }
        const drafts = results.flatMap((row) => (row instanceof DomainError ? [] : [row]));
        const made = { rows: results, continueOnError: many.continueOnError };
        if (drafts.length === 0) {
            return made;
        }
        try {
            await storeNewDrafts(dependencies, command, drafts, command.keep(made));
            return made;
        } catch (error) {
            refuseUnlessQuoteTaken(error, tries);
        }
    }
}

/** Looks up, prices and computes each row, and makes the record that is to be stored. */
async function recordRows(
    dependencies: InvoiceDependencies, command: Command, organisation: Organisation, { rows, lookupTimeMs }: ManyDrafts
): Promise<RowResults> {
    const limits = { atOnce: maxCallsAtOnce, timeMs: lookupTimeMs, late: tooLate };
    const prepared = await withLimitedUpstreams(dependencies.upstreams, limits, (upstreams) => {
        const limited = { ...dependencies, upstreams: { ...dependencies.upstreams, ...upstreams } };
        return mapConcurrently(rows, (row, index) => (row instanceof DomainError
            ? ofRow(index, row)
            : orError(index, () => prepareDraft(limited, command, organisation, row))));
    });

    const recorded: (RecordedDraft | DomainError)[] = [];
    for (const [index, row] of prepared.entries()) {
        await yieldToEventLoop();
        recorded.push(row instanceof DomainError ? row : await orError(index, () => recordDraft(
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

function refuseUnlessQuoteTaken(error: unknown, tries: number): void {
    if (!isQuoteConflict(error)) {
        throw error;
    }
    if (tries === maxTries) {
        throw new DomainError('INVOICE_CHANGED', 'invoices: other requests kept making invoices of the same quotes; '
            + 'nothing was stored, try again', {}, { cause: error });
    }
}
