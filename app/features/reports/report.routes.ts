import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { answers } from '../../platform/http/answers.ts';
import { callContextOf } from '../../platform/http/command-of.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { contactIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { keptReport } from './kept-report.ts';
import { readOverdue } from './read-overdue-report.ts';
import { readStatement } from './read-statement.ts';
import { readStatistics } from './read-statistics.ts';
import { readVatReport } from './read-vat-report.ts';
import { overdueAnswer, statementAnswer, statisticsAnswer } from './report.answers.ts';
import { overdueQuery, statementQuery, statisticsQuery, vatReportQuery } from './report.schemas.ts';
import { toOverdueView, toStatementView, toStatisticsView } from './report.view.ts';
import { vatReportAnswer } from './vat-report.answers.ts';
import { toVatReportView } from './vat-report.view.ts';

const statisticsRoute: ServerRoute<{ Query: ValueOf<typeof statisticsQuery> }> = {
    method: 'GET',
    path: '/invoices/analytics/statistics',
    options: {
        app: { gateway: true },
        auth: requires('reports:read'),
        tags: ['api', 'reports'],
        description: 'Counts and sums of invoices',
        notes: 'Issued documents by their issue date, drafts (and what was cancelled as a draft) by the day they were '
            + 'made. At most 10 years. Different currencies are never added up.',
        validate: { query: statisticsQuery },
        ...answers('readStatistics', { 200: statisticsAnswer })
    },
    handler: ({ query, server: { app }, auth }) => {
        const { organisationId } = callerOf({ auth });
        return keptReport(
            app.dependencies, { name: 'statistics', organisationId, query }, async (dependencies, { currency }) =>
                toStatisticsView(await readStatistics(dependencies, organisationId, query, currency)));
    }
};

const overdueRoute: ServerRoute<{ Query: ValueOf<typeof overdueQuery> }> = {
    method: 'GET',
    path: '/invoices/analytics/overdue',
    options: {
        app: { gateway: true },
        auth: requires('reports:read'),
        tags: ['api', 'reports'],
        description: 'Overdue invoices and the age of what is unpaid',
        notes: 'An invoice is overdue from the day after its due date. Proformas are offers and never overdue here; an '
            + 'invoice without a due date is in bucket 0.',
        validate: { query: overdueQuery },
        ...answers('readOverdue', { 200: overdueAnswer })
    },
    handler: ({ query, server: { app }, auth }) => {
        const { organisationId } = callerOf({ auth });
        return keptReport(
            app.dependencies, { name: 'overdue', organisationId, query }, async (dependencies, { currency }) =>
                toOverdueView(await readOverdue(dependencies, organisationId, query, currency), query.limit));
    }
};

const vatReportRoute: ServerRoute<{ Query: ValueOf<typeof vatReportQuery> }> = {
    method: 'GET',
    path: '/invoices/analytics/vat-report',
    options: {
        app: { gateway: true },
        auth: requires('reports:read'),
        tags: ['api', 'reports'],
        description: 'VAT by rate, period and currency',
        notes: 'Without proformas, drafts and annulled documents. Each VAT rate of an invoice counts on its tax point, '
            + 'a corrective on the day that its effect names; one that awaits a confirmation is listed apart. At most '
            + '10 years.',
        validate: { query: vatReportQuery },
        ...answers('readVatReport', { 200: vatReportAnswer })
    },
    handler: ({ query, server: { app }, auth }) => {
        const { organisationId } = callerOf({ auth });
        return keptReport(
            app.dependencies, { name: 'vat_report', organisationId, query }, async (dependencies, { vatCurrency }) =>
                toVatReportView(await readVatReport(dependencies, organisationId, query, vatCurrency)));
    }
};

const statementRoute: ServerRoute<{
    Params: ValueOf<typeof contactIdParams>; Query: ValueOf<typeof statementQuery>
}> = {
    method: 'GET',
    path: '/customers/{contactId}/statement',
    options: {
        auth: requires('reports:read'),
        tags: ['api', 'reports'],
        description: "A customer's statement of account",
        notes: 'Documents, payments and what else settles them, in the order of their days; documents first. At most 1 '
            + '000 movements and 10 years. A customer without a document here is looked up in contacts-service: 404 '
            + 'when it does not know the id, and an empty account when it does, or does not answer.',
        validate: { params: contactIdParams, query: statementQuery },
        ...answers('readCustomerStatement', { 200: statementAnswer }, ['CUSTOMER_UNKNOWN'])
    },
    handler: async (request) => toStatementView(
        await readStatement(
            request.server.app.dependencies, callContextOf(request), request.params.contactId, request.query))
};

/** Routes of the reports. */
export const reportRoutes = [statisticsRoute, overdueRoute, vatReportRoute, statementRoute];
