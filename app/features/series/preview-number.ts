import { calendarDate, type Clock } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import type { Database } from '../../platform/database/database.ts';
import { formatNumber, seriesOf } from '../../domain/numbering/number-pattern.ts';
import { lastNumberOf } from './numbering.repository.ts';
import type { DocumentType } from '../../foundation/vocabulary/document-types.ts';

/** Dependencies of the preview of a number, and of the start of a series. */
export type NumberingDependencies = {
    readonly database: Database; readonly clock: Clock; readonly config: { readonly timeZone: string }
};

/** The number that would be given next; it is not reserved. */
export type NumberPreview = {
    readonly invoiceNumber: string; readonly invoiceType: DocumentType; readonly reserved: false
};

/**
 * Previews the next number of the type's series for a document issued today. No number is taken, because reserving
 * would leave gaps.
 */
export async function previewNumber(
    dependencies: NumberingDependencies, command: Command, invoiceType: DocumentType
): Promise<NumberPreview> {
    const organisation = await openOrganisation(dependencies, command);
    const today = calendarDate(dependencies.clock.now(), dependencies.config.timeZone);
    const series = seriesOf(invoiceType, organisation.numberPatterns[invoiceType], today);
    const last = await lastNumberOf(dependencies.database, organisation.id, series.id);
    return { invoiceNumber: formatNumber(series, last + 1n), invoiceType, reserved: false };
}
