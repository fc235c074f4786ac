import type { GivenOrganisation } from '../given-organisation.ts';
import type { GivenService } from '../given-service.ts';
import { marked, type RouteRows } from './matrix-row.ts';

/** An invoice whose e-mail the mail server took, stored as a worker stores it. */
async function givenMailed(
    owner: GivenOrganisation, { dependencies: { database: { pool } } }: GivenService
): Promise<{ readonly invoiceId: string; readonly deliveryId: string }> {
    const { id: invoiceId } = await owner.issued(marked(owner));
    await owner.call('PATCH', `/invoices/${invoiceId}/send`, { body: { emailTo: `${owner.id}@klient.example` } });
    const { body: { data: [{ id: deliveryId }] } } = await owner.call('GET', `/invoices/${invoiceId}/deliveries`);
    await pool.query(`INSERT INTO mail_delivery (organisation_id, id, invoice_id, kind, state, created_at, sent_at)
        VALUES ($1, $2, $3, 'invoice', 'sent', now(), now())`, [owner.id, deliveryId, invoiceId]);
    return { invoiceId, deliveryId };
}

const texts = ({ id }: Pick<GivenOrganisation, 'id'>) =>
    ({ invoice: { pl: { subject: `Tajne ${id} {number}` } } });
const schedule = { enabled: false, withoutEmail: true, steps: [{ days: 7 }] };

/** Rows of e-mails and reminders. */
export const mailRows = {
    'POST /mail/bounces': { isolation: 'no-organisation', succeeds: 401 },
    'POST /invoices/{invoiceId}/deliveries/{deliveryId}/bounce': {
        isolation: 'by-id',
        scopes: ['invoices:issue'],
        arrange: async (owner, service) => ({ params: await givenMailed(owner, service), body: {} }),
        succeeds: 200,
        writes: { audit: ['invoice.email_bounced'], events: ['invoice.email_bounced'] },
        // The second one finds it bounced.
        atOnce: { statuses: [200, 200], effects: 1 }
    },
    'POST /invoices/{invoiceId}/send/preview': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) =>
            ({ params: { invoiceId: (await owner.issued(marked(owner))).id }, body: { texts: texts(owner) } }),
        succeeds: 200,
        storesNothing: 'It shows an e-mail, and sends none.'
    },
    'GET /organisation/mail-texts': {
        isolation: 'own-only',
        scopes: ['organisation:read'],
        arrange: async (owner) => {
            const admin = await owner.as({ role: 'admin' });
            await admin('PUT', '/organisation/mail-texts', { body: { texts: texts(owner) } });
            return {};
        },
        succeeds: 200
    },
    'PUT /organisation/mail-texts': {
        isolation: 'own-only',
        scopes: ['organisation:write'],
        arrange: async (owner) => ({ body: { texts: texts(owner) } }),
        succeeds: 200,
        writes: { audit: ['organisation.mail_texts_changed'], events: [] },
        atOnce: { statuses: [200, 200], effects: 2 }
    },
    'GET /organisation/reminders': {
        isolation: 'own-only',
        scopes: ['organisation:read'],
        arrange: async (owner) => {
            const admin = await owner.as({ role: 'admin' });
            const steps = [{ days: 3, texts: texts(owner).invoice }];
            await admin('PUT', '/organisation/reminders', { body: { ...schedule, steps } });
            return {};
        },
        succeeds: 200
    },
    'PUT /organisation/reminders': {
        isolation: 'own-only',
        scopes: ['organisation:write'],
        arrange: async () => ({ body: schedule }),
        succeeds: 200,
        writes: { audit: ['organisation.reminders_changed'], events: [] },
        atOnce: { statuses: [200, 200], effects: 2 }
    },
    'GET /organisation/reminders/preview': {
        isolation: 'own-only',
        scopes: ['organisation:read'],
        arrange: async (owner) => {
            const admin = await owner.as({ role: 'admin' });
            await admin('PUT', '/organisation/reminders', { body: { ...schedule, steps: [{ days: 2 }] } });
            await owner.issued({ ...marked(owner), dueDate: '2026-11-20' }, { issueDate: '2026-11-16' });
            return {};
        },
        succeeds: 200
    },
    'GET /invoices/{invoiceId}/reminders': {
        isolation: 'by-id',
        scopes: ['invoices:read'],
        arrange: async (owner) => ({ params: { invoiceId: (await owner.issued(marked(owner))).id } }),
        succeeds: 200
    },
    'PATCH /invoices/{invoiceId}/reminders': {
        isolation: 'by-id',
        scopes: ['invoices:issue'],
        arrange: async (owner) =>
            ({ params: { invoiceId: (await owner.issued(marked(owner))).id }, body: { paused: true } }),
        succeeds: 200,
        writes: { audit: ['invoice.reminders_changed'], events: [] },
        // The second one finds them paused.
        atOnce: { statuses: [200, 200], effects: 1 }
    }
} satisfies RouteRows;
