import { calendarDate } from '../../foundation/clock/clock.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { defaultProfile } from '../../domain/organisations/organisation.ts';
import type { ReportDependencies } from './report-dependencies.ts';
import type { AwaitingConfirmation } from './awaiting-confirmation.ts';
import { readAwaitingConfirmation } from './awaiting-confirmation.repository.ts';
import { periodOf, type DateRange } from './report-period.ts';
import type { vatReportQuery } from './report.schemas.ts';
import { vatPeriodsOf } from './vat-periods.ts';
import { readVatGroups } from './vat-report.repository.ts';
import { vatReportOf, type VatPeriodReport } from './vat-report.ts';

/** Query for a VAT report. */
export type VatReportQuery = ValueOf<typeof vatReportQuery>;

/** The VAT report, with its period, grouping and date basis. */
export type VatReport = DateRange & Pick<VatReportQuery, 'groupBy' | 'dateBasis'>
    & { readonly periods: readonly VatPeriodReport[]; readonly awaiting: AwaitingConfirmation };

/**
 * Reads the VAT charged in a period, by rate and currency. Annulled documents, proformas and drafts are left out. An
 * invoice that a corrective took back is included, and so is the corrective, each on the day on which it counts.
 * @param ownVatCurrency - The organisation's VAT currency, shown even when there is nothing in it.
 * @throws DomainError `VALIDATION_FAILED`
 * @see Directive 2006/112/EC art. 63, 90; Ustawa o VAT art. 19a, art. 20, art. 29a ust. 13-18
 */
export async function readVatReport(
    { database, clock, config: { timeZone } }: ReportDependencies, organisationId: string,
    { groupBy, dateBasis, ...asked }: VatReportQuery, ownVatCurrency: string = defaultProfile.vatCurrency
): Promise<VatReport> {
    const range = periodOf(asked, calendarDate(clock.now(), timeZone));
    const groups = await readVatGroups(database, organisationId, range, { groupBy, dateBasis });
    const byPeriod = Map.groupBy(groups, ({ period }) => period);
    const periods = vatPeriodsOf(range, groupBy).map((period) =>
        vatReportOf(period, byPeriod.get(period.key) ?? [], ownVatCurrency));
    // The other date bases count correctives whether or not they are confirmed.
    const awaiting = dateBasis === 'tax_point'
        ? await readAwaitingConfirmation(database, organisationId, range.endDate) : { total: 0, correctives: [] };
    return { ...range, groupBy, dateBasis, periods, awaiting };
}
