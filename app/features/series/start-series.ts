import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { documentTypes } from '../../foundation/vocabulary/document-types.ts';
import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import type { Database } from '../../platform/database/database.ts';
import { formatNumber, seriesOfPeriod, type Series } from '../../domain/numbering/number-pattern.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import { numberSeriesOf, type NumberSeries } from './list-series.ts';
import { findSeries, insertStartedSeries } from './numbering.repository.ts';
import type { NumberingDependencies } from './preview-number.ts';

/** A series with its first number, and that number as it will be printed. */
export type StartedSeries = NumberSeries & { readonly nextInvoiceNumber: string };

/**
 * Sets the first number of a series, once, before its first document: a company that moves in takes over its running
 * series. The same number again changes nothing.
 * @param seriesId - Such as `vat_invoice-2026-11`; the series need not exist.
 * @param next - Counter of the first document, at least 1.
 * @throws DomainError `SERIES_NOT_COUNTED` | `SERIES_HAS_DOCUMENTS` | `SERIES_ALREADY_STARTED` |
 *     `IDEMPOTENCY_KEY_RUNNING`
 */
export async function startSeries(
    dependencies: NumberingDependencies, command: Command<StartedSeries>, seriesId: string, next: number
): Promise<StartedSeries> {
    const { database, clock } = dependencies;
    const series = countedSeries(await openOrganisation(dependencies, command), seriesId);
    const { id, invoiceType, period } = series;
    const started: StartedSeries = {
        id, invoiceType, period, firstNumber: next, lastNumber: null, lastIssueDate: null,
        nextInvoiceNumber: formatNumber(series, BigInt(next))
    };
    const audit = auditEntry(command, {
        action: 'numbering.started', invoiceId: null, before: null,
        after: { series: id, firstNumber: next, nextInvoiceNumber: started.nextInvoiceNumber }, now: clock.now()
    });
    if (!await insertStartedSeries(database, series, next, { command, audit, answer: command.keep(started) })) {
        await assertStartedWith(database, command.caller.organisationId, id, next);
    }
    return started;
}

/** The series of an id, as the organisation's present pattern of its type counts. */
function countedSeries({ numberPatterns }: Organisation, seriesId: string): Series {
    const invoiceType = documentTypes.find((type) => seriesId.startsWith(`${type}-`));
    if (invoiceType === undefined) {
        throw new RangeError(`${seriesId} is no id of a series`);
    }
    const pattern = numberPatterns[invoiceType];
    const series = seriesOfPeriod(invoiceType, pattern, seriesId.slice(invoiceType.length + 1));
    if (series === undefined) {
        throw refusedField('SERIES_NOT_COUNTED', 'series', `must name a period of the pattern ${pattern}, by which `
            + `${invoiceType} is counted, such as ${exampleOf(pattern)}`);
    }
    return series;
}

function exampleOf(pattern: string): string {
    if (pattern.includes('{MM}')) {
        return '2026-11';
    }
    return pattern.includes('{YY') ? '2026' : 'all';
}

/** Asserts that a series which exists already begins with a number, and has no document yet. */
async function assertStartedWith(
    database: Database, organisationId: string, seriesId: string, next: number
): Promise<void> {
    const found = await findSeries(database, organisationId, seriesId);
    if (found === undefined) {
        throw new RangeError(`series ${seriesId} vanished`);
    }
    const { firstNumber, lastNumber } = numberSeriesOf(found);
    if (lastNumber !== null) {
        throw new DomainError('SERIES_HAS_DOCUMENTS',
            `series: ${seriesId} has documents up to number ${lastNumber}, so its first number is final`,
            { series: seriesId, lastNumber });
    }
    if (firstNumber !== next) {
        throw refusedField('SERIES_ALREADY_STARTED', 'next',
            `can be set once: ${seriesId} was started with ${firstNumber}`);
    }
}
