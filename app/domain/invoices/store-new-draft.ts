import { v7 as uuidv7 } from 'uuid';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import { newDraft, type NewDraft } from './draft.ts';
import type { Drafted } from './drafted.ts';
import type { Invoice } from './invoice.ts';
import { draftRow, insertDrafts, type DraftRow } from './new-drafts.repository.ts';
import { whereQuoteIsFree } from './quote-taken.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { changeRecord } from './change-record.ts';

/** Contents of a new draft, the person that its caller acts for, and what the caller should know. */
export type DraftContents = Pick<NewDraft, 'organisation' | 'content' | 'lines'>
    & { readonly onBehalfOf: string | undefined; readonly warnings: readonly Warning[] };

/** A new draft that is ready to be stored. */
export type RecordedDraft = {
    readonly draft: Invoice; readonly row: DraftRow; readonly warnings: readonly Warning[]
};

/** Computes a new draft and its audit entry; nothing is stored. @throws DomainError those of `newDraft` */
export function recordDraft(
    { clock }: Pick<InvoiceDependencies, 'clock'>, command: Command,
    { onBehalfOf, warnings, ...contents }: DraftContents
): RecordedDraft {
    const now = clock.now();
    const draft = newDraft({ ...contents, id: uuidv7(), createdBy: command.caller.subject, now });
    const { audit } = changeRecord(command, { action: 'invoice.drafted', before: null, after: draft, onBehalfOf, now });
    return { draft, row: draftRow(draft, audit), warnings };
}

/**
 * Computes a new draft and stores it with its audit entry and kept answer.
 * @throws DomainError `QUOTE_ALREADY_INVOICED`, those of `newDraft` and `insertDrafts`
 */
export async function storeNewDraft(
    dependencies: Pick<InvoiceDependencies, 'database' | 'clock'>, command: Command<Drafted>, contents: DraftContents
): Promise<Drafted> {
    const { draft, row, warnings } = recordDraft(dependencies, command, contents);
    const drafted = { invoice: draft, warnings };
    const answer = command.keep(drafted);
    await whereQuoteIsFree(dependencies.database, draft, () =>
        insertDrafts(dependencies.database, [row], { command, answer }));
    return drafted;
}

/**
 * Stores new drafts in one statement, all or none.
 * @throws DomainError those of `insertDrafts`
 * @throws Error for which `isQuoteConflict` is true, when a quote of one of them is already invoiced
 */
export function storeNewDrafts(
    { database }: Pick<InvoiceDependencies, 'database'>, command: Command, drafts: readonly RecordedDraft[],
    answer: KeptAnswer | undefined
): Promise<void> {
    return insertDrafts(database, drafts.map(({ row }) => row), { command, answer });
}
