import { contactId } from '../../../app/dev/standins/catalogue/ids.ts';
import type { GivenOrganisation } from '../given-organisation.ts';
import { givenItem } from '../given-service.ts';
import { marked, type RouteRows } from './matrix-row.ts';

const customer = contactId(1);
const paymentMethod = 'bank_transfer';

/** An issued invoice of 123.00 for the contact, unless the price says otherwise. */
async function issued(owner: GivenOrganisation, unitPriceNet = '100.00') {
    const { id } = await owner.issued({ ...marked(owner), contactId: customer, items: [givenItem({ unitPriceNet })] });
    return { invoiceId: String(id) };
}

async function recorded(owner: GivenOrganisation, body: Readonly<Record<string, unknown>>) {
    const { body: payment } = await owner.call(
        'POST', '/payments', { body: { paymentMethod, notes: `Tajne ${owner.id}`, ...body } });
    return { paymentId: String(payment.id) };
}

const whole = {
    audit: ['payment.recorded', 'payment.recorded'], events: ['payment.recorded', 'invoice.paid']
} as const;

/** Rows of settlements. Each has an audit entry of its own, and one for each invoice that it moved. */
export const paymentRows = {
    'POST /invoices/{invoiceId}/payments': {
        isolation: 'by-id',
        scopes: ['payments:write'],
        arrange: async (owner) => ({ params: await issued(owner), body: { amount: '10.00', paymentMethod } }),
        succeeds: 201,
        writes: { audit: ['payment.recorded', 'payment.recorded'], events: ['payment.recorded'] },
        atOnce: { statuses: [201, 201], effects: 2 }
    },
    'PATCH /invoices/{invoiceId}/mark-paid': {
        isolation: 'by-id',
        scopes: ['payments:write'],
        arrange: async (owner) => ({ params: await issued(owner), body: { paymentDate: '2026-11-20', paymentMethod } }),
        succeeds: 200,
        writes: whole,
        atOnce: { statuses: [200, 409], effects: 1 }
    },
    'GET /invoices/{invoiceId}/payments': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            const params = await issued(owner);
            await owner.call('POST', `/invoices/${params.invoiceId}/payments`,
                { body: { amount: '10.00', paymentMethod, notes: `Tajne ${owner.id}` } });
            return { params };
        },
        succeeds: 200
    },
    'POST /invoices/{invoiceId}/apply-credit': {
        isolation: 'by-id',
        scopes: ['payments:write'],
        arrange: async (owner) => {
            await recorded(owner, { contactId: customer, amount: '500.00' });
            return { params: await issued(owner) };
        },
        succeeds: 201,
        writes: { audit: ['credit.used', 'credit.used'], events: ['payment.recorded', 'invoice.paid'] },
        atOnce: {
            statuses: [201, 409], effects: 1,
            against: [{
                route: 'PATCH /invoices/{invoiceId}/mark-paid', body: { paymentDate: '2026-11-20', paymentMethod },
                outcomes: [[201, 409], [409, 200]]
            }]
        }
    },
    'POST /invoices/{invoiceId}/refunds': {
        isolation: 'by-id',
        scopes: ['payments:write'],
        arrange: async (owner) => {
            await recorded(owner, { contactId: customer, amount: '10.00' });
            return { params: await issued(owner), body: { amount: '10.00', paymentMethod } };
        },
        succeeds: 201,
        writes: { audit: ['payment.refunded'], events: ['payment.refunded'] },
        atOnce: { statuses: [201, 409], effects: 1 }
    },
    'POST /invoices/{invoiceId}/write-off': {
        isolation: 'by-id',
        scopes: ['payments:write'],
        arrange: async (owner) => ({ params: await issued(owner, '0.50'), body: { reason: 'Różnica groszowa' } }),
        succeeds: 201,
        writes: { audit: ['invoice.written_off', 'invoice.written_off'], events: ['payment.recorded', 'invoice.paid'] },
        atOnce: {
            statuses: [201, 409], effects: 1,
            against: [{
                route: 'PATCH /invoices/{invoiceId}/mark-paid', body: { paymentDate: '2026-11-20', paymentMethod },
                outcomes: [[201, 409], [409, 200]]
            }]
        }
    },
    'POST /payments': {
        isolation: 'own-only',
        scopes: ['payments:write'],
        arrange: async (owner) => ({ body: {
            amount: '10.00', paymentMethod, notes: `Tajne ${owner.id}`,
            allocations: [await issued(owner), await issued(owner)]
        } }),
        succeeds: 201,
        writes: { audit: ['payment.recorded', 'payment.recorded'], events: ['payment.recorded'] },
        atOnce: { statuses: [201, 201], effects: 2 }
    },
    'GET /payments': {
        isolation: 'own-only',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            await recorded(owner, { contactId: customer, amount: '10.00' });
            return { query: { contactId: customer } };
        },
        succeeds: 200
    },
    'GET /payments/{paymentId}': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) => ({ params: await recorded(owner, { contactId: customer, amount: '10.00' }) }),
        succeeds: 200
    },
    'POST /payments/{paymentId}/reversal': {
        isolation: 'by-id',
        scopes: ['payments:write'],
        arrange: async (owner) => ({
            params: await recorded(owner, { amount: '123.00', allocations: [await issued(owner)] }),
            body: { reason: `Cofnięty ${owner.id}` }
        }),
        succeeds: 201,
        writes: { audit: ['payment.reversed', 'payment.reversed'], events: ['payment.reversed', 'invoice.unpaid'] },
        atOnce: { statuses: [201, 409], effects: 1 }
    },
    'GET /customers/{contactId}/credit': {
        isolation: 'own-only',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            await recorded(owner, { contactId: customer, amount: '10.00' });
            return { params: { contactId: customer } };
        },
        succeeds: 200
    },
    'POST /customers/{contactId}/refunds': {
        isolation: 'own-only',
        scopes: ['payments:write'],
        arrange: async (owner) => {
            await recorded(owner, { contactId: customer, amount: '10.00' });
            return { params: { contactId: customer }, body: { amount: '10.00', paymentMethod } };
        },
        succeeds: 201,
        writes: { audit: ['payment.refunded'], events: ['payment.refunded'] },
        atOnce: { statuses: [201, 409], effects: 1 }
    }
} satisfies RouteRows;
