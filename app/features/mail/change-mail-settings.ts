import type { Clock } from '../../foundation/clock/clock.ts';
import { auditEntry, type Content } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import type { Database } from '../../platform/database/database.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { saveMailSettings } from './mail-settings.repository.ts';
import { readMailSettings } from './read-mail-settings.ts';
import type { MailSettings } from './mail-settings.ts';

/** A change of the settings: what becomes of them, and how the audit trail calls it. */
export type SettingsChange = {
    readonly change: Partial<Omit<MailSettings, 'version'>>;
    readonly action: 'organisation.mail_texts_changed' | 'organisation.reminders_changed';
};

/**
 * Changes the settings of an organisation's e-mails.
 * @throws DomainError `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED` | `ORGANISATION_CHANGED`
 */
export function changeMailSettings(
    dependencies: { readonly database: Database; readonly clock: Clock }, command: Command<MailSettings>,
    { change, action }: SettingsChange
): Promise<MailSettings> {
    const { database, clock } = dependencies;
    return onNewest(command, (asking) => openOrganisation(dependencies, asking), async ({ id, requireIfMatch }) => {
        const present = await readMailSettings({ database }, id);
        assertMatches(command.ifMatch, present.version, requireIfMatch);
        const now = clock.now();
        const changed: MailSettings = { ...present, ...change, version: present.version + 1 };
        const audit = auditEntry(command, {
            action, invoiceId: null, before: contentOf(present), after: contentOf(changed), now
        });
        await saveMailSettings(database, changed, { command, audit, answer: command.keep(changed), now });
        return changed;
    });
}

function contentOf({ texts, reminders, reminds }: MailSettings): Content {
    return { mailTexts: texts, reminders: { ...reminders, enabled: reminds } };
}
