import type { AuditEntry } from '../audit/audit-entry.ts';
import type { Command, KeptAnswer } from './command.ts';

/**
 * The parts that every writing statement has in common, so that a change, its audit row and the answer kept under the
 * request's Idempotency-Key are stored together or not at all. Parameters $1 to $7 are theirs (`writeValues`), the
 * statement's own start at $8.
 *
 * `held`: the claim on the key, locked. A statement writes only where `mayWrite` holds: a try that was taken for dead
 * writes nothing after another one took over its key.
 */
export const held = `held AS (
    SELECT key FROM invoices.idempotency_key
    WHERE organisation_id = $1 AND key = $3 AND attempt = $4::uuid AND status_code IS NULL FOR UPDATE)`;

/** Condition under which a statement that starts with `held` writes. */
export const mayWrite = '($3::text IS NULL OR EXISTS (SELECT FROM held))';

/**
 * Stores the audit entry once per row of `written`.
 * @param written - Name of the CTE that did the change; it has exactly one row, or none.
 * @param after - SQL for the entry's `after`, given the entry as `a` and the written row as `w`.
 */
export function auditing(written: string, after = 'a.after'): string {
    return `audited AS (
    INSERT INTO invoices.audit_entry (organisation_id, invoice_id, action, actor, on_behalf_of, request_id,
        before, after, created_at)
    SELECT $1, a.invoice_id, a.action, a.actor, a.on_behalf_of, a.request_id, a.before, ${after}, a.created_at
    FROM ${written} w, jsonb_populate_record(NULL::invoices.audit_entry, $2::jsonb) a)`;
}

/**
 * Stores one audit entry or several once, when `gate` has its one row. The entries are given to `writeValues` as a
 * list.
 * @param gate - Name of the CTE that has one row when the change is made, and none when it is not.
 * @param after - SQL for an entry's `after`, given the entry as `a` and the row of the gate as `w`.
 */
export function auditingEach(gate: string, after = 'a.after'): string {
    return `audited AS (
    INSERT INTO invoices.audit_entry (organisation_id, invoice_id, action, actor, on_behalf_of, request_id,
        before, after, created_at)
    SELECT $1, a.invoice_id, a.action, a.actor, a.on_behalf_of, a.request_id, a.before, ${after}, a.created_at
    FROM ${gate} w, jsonb_populate_recordset(NULL::invoices.audit_entry, $2::jsonb) a)`;
}

/**
 * Stores the outgoing events of a change, in their order, when `gate` has its one row.
 * @param parameter - Parameter with the events as JSON (`eventValues`).
 * @param payload - SQL for an event's payload, given the event as `e.event` and the row of the gate as `w`.
 */
export function emitting(gate: string, parameter: string, payload = "e.event->'payload'"): string {
    return `emitted AS (
    INSERT INTO invoices.outbox_event (id, organisation_id, invoice_id, type, payload, created_at)
    SELECT (e.event->>'id')::uuid, $1, (e.event->>'invoice_id')::uuid, e.event->>'type', ${payload},
        (e.event->>'created_at')::timestamptz
    FROM ${gate} w, jsonb_array_elements(${parameter}::jsonb) WITH ORDINALITY e(event, place) ORDER BY e.place)`;
}

/**
 * Keeps the answer under the key.
 * @param body - SQL for the kept body, given the written row as `w`.
 */
export function answering(written: string, body = '$7'): string {
    return `answered AS (
    UPDATE invoices.idempotency_key k SET status_code = $5::int, headers = $6::jsonb, body = ${body}
    FROM ${written} w WHERE k.organisation_id = $1 AND k.key = $3 AND k.attempt = $4::uuid)`;
}

/**
 * Values of $1 to $7, made right before the statement is sent.
 * @throws DomainError `REQUEST_TIMEOUT` when the request's time is up
 */
export function writeValues(
    command: Command, audit: AuditEntry | readonly AuditEntry[], answer: KeptAnswer | undefined
): readonly unknown[] {
    return writeTexts(command, JSON.stringify(audit), answer);
}

/**
 * Values as {@link writeValues} makes them, for audit entries that are JSON text already, or jsonb as bytes.
 * @throws DomainError `REQUEST_TIMEOUT` when the request's time is up
 */
export function writeTexts(
    { caller, idempotency, beginWrite }: Command, audit: string | Buffer, answer: KeptAnswer | undefined
): readonly unknown[] {
    beginWrite();
    return [
        caller.organisationId,
        audit,
        idempotency?.key ?? null,
        idempotency?.attempt ?? null,
        answer?.statusCode ?? null,
        answer === undefined ? null : JSON.stringify(answer.headers),
        answer?.body ?? null
    ];
}
