import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { answers } from '../../platform/http/answers.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { contactIdParams } from '../../domain/invoices/invoice.schemas.ts';
import { todayOf } from '../../domain/invoices/invoice.view.ts';
import { listInvoices } from './list-invoices.ts';
import { customerListQuery, listQuery } from './list.schemas.ts';
import { toBalanceViews, toPageView } from './list.view.ts';
import { customerPageAnswer, invoicePageAnswer } from './list.answers.ts';

const listRoute: ServerRoute<{ Query: ValueOf<typeof listQuery> }> = {
    method: 'GET',
    path: '/invoices',
    options: {
        app: { gateway: true },
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'List invoices',
        notes: 'By cursor: stable while invoices are added. By page: with the total, counted to 10 000. The first '
            + 'page, when neither is asked for, has both. Several values: comma, repeated, or name[].',
        validate: { query: listQuery },
        ...answers('listInvoices', { 200: invoicePageAnswer })
    },
    handler: async (request) => {
        const { dependencies } = request.server.app;
        const today = todayOf(dependencies);
        const { timeZone } = dependencies.config;
        const page = await listInvoices(
            dependencies, callerOf(request).organisationId, request.query, { today, timeZone });
        return toPageView(request.query, page, today);
    }
};

const customerListRoute: ServerRoute<{
    Params: ValueOf<typeof contactIdParams>; Query: ValueOf<typeof customerListQuery>
}> = {
    method: 'GET',
    path: '/invoices/customer/{contactId}',
    options: {
        app: { gateway: true },
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: "A customer's invoices and balance",
        notes: 'The balance counts issued invoices that match the filters. Up to 500 invoices, unless limit is less.',
        validate: { params: contactIdParams, query: customerListQuery },
        ...answers('listCustomerInvoices', { 200: customerPageAnswer })
    },
    handler: async (request) => {
        const { dependencies } = request.server.app;
        const { contactId } = request.params;
        const query = { ...request.query, contactId };
        const today = todayOf(dependencies);
        const options = { today, timeZone: dependencies.config.timeZone, withBalances: true };
        const page = await listInvoices(dependencies, callerOf(request).organisationId, query, options);
        const balances = toBalanceViews(page.balances);
        const own = page.defaultCurrency ?? 'PLN';
        const balance = balances.find(({ currency }) => currency === own)?.balance ?? formatMinor(0n, decimalsOf(own));
        return { ...toPageView(query, page, today), contactId, balance, balances };
    }
};

/** Routes that list invoices. */
export const listRoutes = [listRoute, customerListRoute];
