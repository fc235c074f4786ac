import type { Caller } from '../auth/caller.ts';
import type { AuditAction } from '../../foundation/vocabulary/audit-actions.ts';

/** A JSON object as it is stored. */
export type Content = Readonly<Record<string, unknown>>;

/** One row of the audit trail, with the columns' names. */
export type AuditEntry = {
    readonly invoice_id: string | null;
    readonly action: AuditAction;
    /** Subject of the token, or `gateway`. */
    readonly actor: string;
    /** Person named by the caller: a claim, not proof. */
    readonly on_behalf_of: string | null;
    readonly request_id: string;
    readonly before: Content | null;
    readonly after: Content | null;
    readonly created_at: Date;
};

/** Author of a change: the caller and the request. */
export type Author = { readonly caller: Caller; readonly requestId: string };

/** Content of an entry beside its author. */
export type Audited = {
    readonly action: AuditAction;
    readonly invoiceId: string | null;
    readonly onBehalfOf?: string | undefined;
    readonly before: Content | null;
    readonly after: Content | null;
    readonly now: Date;
};

/** The entry for what a command did. For a change, only the members that differ are kept. */
export function auditEntry(
    { caller, requestId }: Author, { action, invoiceId, onBehalfOf, before, after, now }: Audited
): AuditEntry {
    const changed = before !== null && after !== null ? differences(before, after) : { before, after };
    return {
        invoice_id: invoiceId,
        action,
        actor: caller.subject,
        on_behalf_of: onBehalfOf ?? null,
        request_id: requestId,
        before: changed.before,
        after: changed.after,
        created_at: now
    };
}

/** The members that differ, with both values. */
export function differences(before: Content, after: Content): { readonly before: Content; readonly after: Content } {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
        .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
    const pick = (content: Content): Content => Object.fromEntries(names.map((name) => [name, content[name] ?? null]));
    return { before: pick(before), after: pick(after) };
}
