import { v7 as uuidv7 } from 'uuid';
import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { newDraft, type NewDraft } from './draft.ts';
import type { Drafted } from './drafted.ts';
import type { Invoice } from './invoice.ts';
import { maxContactAgeMs } from './buyer-at-issue.ts';
import { withNumber } from './invoice.document.ts';
import { issuableOf } from './issue-invoice.ts';
import { draftRow, insertDrafts, type DraftRow } from './new-drafts.repository.ts';
import { DatesRefused, insertIssued, type WantedNumber } from './new-issued.repository.ts';
import { whereQuoteIsFree } from './quote-taken.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { changeRecord } from './change-record.ts';
import { newStandIns, textsFor } from './stand-ins.ts';
import { issueRuleWarnings } from './issue-rules.ts';
import { letterWarnings } from './letter-warnings.ts';
import { treatmentWarnings } from './vat-treatment.ts';

/** Contents of a new invoice, the person that its caller acts for, and what the caller should know. */
export type NewContents = Pick<NewDraft, 'organisation' | 'content' | 'lines'> & {
    readonly onBehalfOf: string | undefined;
    readonly warnings: readonly Warning[];
    /** True to issue the invoice as it is stored. */
    readonly issue?: boolean | undefined;
};

/** A new invoice that is ready to be stored: a draft, or one that takes its number as it is stored. */
export type RecordedInvoice = {
    /** With stand-ins for number and chain hash where it takes them. */
    readonly invoice: Invoice;
    readonly row: DraftRow;
    readonly warnings: readonly Warning[];
    /** Absent for a draft. */
    readonly wanted?: WantedNumber;
};

/**
 * Computes a new invoice and its audit entry; nothing is stored. One that is issued at once has one entry, as it never
 * was a draft.
 * @throws DomainError those of `newDraft`; for an invoice to be issued also those of `issuableOf`
 */
export async function recordInvoice(
    dependencies: InvoiceDependencies, command: Command,
    { onBehalfOf, warnings, issue = false, ...contents }: NewContents
): Promise<RecordedInvoice> {
    const now = dependencies.clock.now();
    const draft = newDraft({ ...contents, id: uuidv7(), createdBy: command.caller.subject, now });
    if (!issue) {
        const { audit } = changeRecord(
            command, { action: 'invoice.drafted', before: null, after: draft, onBehalfOf, now });
        const today = calendarDate(now, dependencies.config.timeZone);
        return {
            invoice: draft, row: draftRow(draft, audit),
            warnings: [
                ...warnings, ...treatmentWarnings(draft, contents.organisation, today),
                ...letterWarnings(draft),
                ...issueRuleWarnings(dependencies.issueRules, draft, contents.organisation, today)
            ]
        };
    }

    // The contact was read for the draft a moment ago.
    const { invoice: issuable, series, warnings: atIssue } = await issuableOf(
        dependencies, command, { organisation: contents.organisation, invoice: draft },
        { issuing: { maxContactAgeMs }, now });
    const issued: Invoice = { ...issuable, version: draft.version, seriesId: series.id };
    const { audit, events } = changeRecord(
        command, { action: 'invoice.issued', before: null, after: issued, onBehalfOf, now });
    const standIns = newStandIns();
    const today = calendarDate(now, dependencies.config.timeZone);
    return {
        invoice: withNumber(issued, standIns), row: draftRow(issued, audit),
        wanted: { series, today, standIns, events },
        // There was no draft that its caller could have seen otherwise.
        warnings: atIssue.filter(({ code }) => code !== 'CUSTOMER_CHANGED')
    };
}

/**
 * Computes a new invoice and stores it with its audit entry, its events and the kept answer.
 * @throws DomainError `QUOTE_ALREADY_INVOICED` | `ISSUE_DATE_BEFORE_LAST`, those of `recordInvoice` and
 *     `storeNewInvoices`
 */
export async function storeNewInvoice(
    dependencies: InvoiceDependencies, command: Command<Drafted>, contents: NewContents
): Promise<Drafted> {
    const recorded = await recordInvoice(dependencies, command, contents);
    const { warnings, wanted } = recorded;
    const drafted = { invoice: recorded.invoice, warnings };
    const answer = command.keep(drafted);
    const { numbered, texts } = await whereQuoteIsFree(dependencies.database, drafted.invoice, () =>
        storeNewInvoices(dependencies, command, [recorded], answer)).catch(refuseDate);
    if (wanted === undefined) {
        return drafted;
    }
    const made = { invoice: numbered(recorded), warnings };
    command.complete(drafted, made, texts);
    return made;
}

/** Refuses the one invoice of a statement. @throws DomainError `ISSUE_DATE_BEFORE_LAST`, or `error` unchanged */
function refuseDate(error: unknown): never {
    throw error instanceof DatesRefused ? [...error.refusals.values()][0] ?? error : error;
}

/** Invoices that were stored: what their stand-ins stood for. */
export type StoredInvoices = {
    /** The invoice as it was stored. */
    readonly numbered: (recorded: RecordedInvoice) => Invoice;
    /** Stand-in → text, of all of them. */
    readonly texts: ReadonlyMap<string, string>;
};

/**
 * Stores new invoices in one statement, all or none. Those that are to be issued take their numbers in this order.
 * @throws DatesRefused
 * @throws DomainError `NUMBER_TAKEN`, those of `insertDrafts`
 * @throws Error for which `isQuoteConflict` is true, when a quote of one of them is already invoiced
 */
export async function storeNewInvoices(
    { database }: Pick<InvoiceDependencies, 'database'>, command: Command, recorded: readonly RecordedInvoice[],
    answer: KeptAnswer | undefined
): Promise<StoredInvoices> {
    if (recorded.every(({ wanted }) => wanted === undefined)) {
        await insertDrafts(database, recorded.map(({ row }) => row), { command, answer });
        return { numbered: ({ invoice }) => invoice, texts: new Map() };
    }
    const taken = await insertIssued(database, recorded, { command, answer });
    return {
        numbered: ({ invoice }) => withNumber(invoice, taken.get(invoice.id) ?? {
            number: invoice.number, chainHash: invoice.chainHash
        }),
        texts: new Map(recorded.flatMap(({ invoice: { id }, wanted }) => {
            const numbers = taken.get(id);
            return wanted === undefined || numbers === undefined ? [] : [...textsFor(wanted.standIns, numbers)];
        }))
    };
}
