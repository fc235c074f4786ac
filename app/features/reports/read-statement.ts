import { calendarDate } from '../../foundation/clock/clock.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { CallContext } from '../../platform/upstream/call-context.ts';
import { assertKnownCustomer, type CustomerLookup } from './assert-known-customer.ts';
import { fallbackCurrency, type ReportDependencies } from './report-dependencies.ts';
import { statementPeriodOf, type DateRange } from './report-period.ts';
import type { statementQuery } from './report.schemas.ts';
import { readMovements } from './statement.repository.ts';
import { maxMovements, statementsOf, type AccountStatement } from './statement.ts';

/** Query for a statement of account; dates are inclusive. */
export type StatementQuery = ValueOf<typeof statementQuery>;

/** A customer's account in a period, by currency. */
export type CustomerStatement = DateRange
    & { readonly contactId: string; readonly statements: readonly AccountStatement[] };

/**
 * Reads a customer's statement of account. When no movement is dated later, its closing balance is the amount left to
 * pay on the customer's invoices less the customer's credit. A contact without documents here has an empty account.
 * @param context - The organisation, and the request that contacts-service is asked for.
 * @throws DomainError `VALIDATION_FAILED`, also for a period with more movements than one answer holds
 * @throws DomainError `CUSTOMER_UNKNOWN`
 */
export async function readStatement(
    dependencies: ReportDependencies & CustomerLookup, context: CallContext, contactId: string,
    { currency, ...dates }: StatementQuery
): Promise<CustomerStatement> {
    const { database, clock, config: { timeZone } } = dependencies;
    const period = statementPeriodOf(dates, calendarDate(clock.now(), timeZone));
    const asked = { ...period, currency };
    const { openings, movements, ownCurrency } = await readMovements(
        database, context.organisationId, contactId, asked);
    if (movements.length > maxMovements) {
        throw refusedField('VALIDATION_FAILED', 'from',
            `begins a period with more than ${maxMovements} movements; ask for a shorter one`, 'TOO_LARGE');
    }
    if (openings.length === 0 && movements.length === 0) {
        await assertKnownCustomer(dependencies, context, contactId);
    }
    return {
        contactId, ...period, statements: statementsOf(openings, movements, currency ?? ownCurrency ?? fallbackCurrency)
    };
}
