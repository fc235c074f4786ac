import type { Database } from '../../platform/database/database.ts';
import { findMailSettings } from './mail-settings.repository.ts';
import { usualMailSettings, type MailSettings } from './mail-settings.ts';

/** Settings of an organisation's e-mails; the usual ones, with version 0, where it has set none. */
export async function readMailSettings(
    { database }: { readonly database: Pick<Database, 'query'> }, organisationId: string
): Promise<MailSettings> {
    return await findMailSettings(database, organisationId) ?? usualMailSettings;
}
