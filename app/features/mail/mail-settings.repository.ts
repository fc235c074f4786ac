import { answering, auditingEach, held, mayWrite, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { MailSettings } from './mail-settings.ts';

const selectSettings: Statement = {
    name: 'select_mail_settings',
    text: `SELECT version, texts, reminders, reminds FROM invoices.mail_settings WHERE organisation_id = $1`
};

/** Settings of an organisation's e-mails; undefined where it has set none. */
export async function findMailSettings(
    { query }: Pick<Database, 'query'>, organisationId: string
): Promise<MailSettings | undefined> {
    const [row] = await query<MailSettings>(selectSettings, [organisationId]);
    return row;
}

const upsertSettings: Statement = {
    name: 'save_mail_settings',
    text: `WITH ${held},
        written AS (
            INSERT INTO invoices.mail_settings AS s (organisation_id, version, texts, reminders, reminds, updated_at)
            SELECT $1, $8::int, $9::jsonb, $10::jsonb, $11::boolean, $12::timestamptz WHERE ${mayWrite}
            ON CONFLICT (organisation_id) DO UPDATE SET version = excluded.version, texts = excluded.texts,
                reminders = excluded.reminders, reminds = excluded.reminds, updated_at = excluded.updated_at
            WHERE s.version = excluded.version - 1
            RETURNING s.organisation_id),
        ${auditingEach('written')},
        ${answering('written')}
        SELECT organisation_id FROM written`
};

/** Records that are stored with the settings. */
export type SettingsWrite = {
    readonly command: Command; readonly audit: AuditEntry; readonly answer: KeptAnswer | undefined; readonly now: Date;
};

/** Stores settings over the version before. @throws DomainError `ORGANISATION_CHANGED` */
export async function saveMailSettings(
    { query }: Pick<Database, 'query'>, { version, texts, reminders, reminds }: MailSettings,
    { command, audit, answer, now }: SettingsWrite
): Promise<void> {
    const rows = await query(upsertSettings, [
        ...writeValues(command, [audit], answer), version, JSON.stringify(texts), JSON.stringify(reminders), reminds,
        now
    ]);
    if (rows.length !== 1) {
        throw new DomainError(
            'ORGANISATION_CHANGED', 'The settings were changed by another request at the same time; try again');
    }
}
