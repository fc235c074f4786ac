import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { creditOf, issuedFor } from '../support/given-payment.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenService, type Answered } from '../support/given-service.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

const unknownId = '00000000-0000-4000-8000-000000000000';

function onAccount(contact: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    return organisation.call(
        'POST', '/payments', { body: { amount: '5.00', contactId: contact, paymentMethod: 'cash' }, headers });
}

describe('money on account', () => {
    test('is told to the last cent, also where a binary float would lose it', async () => {
        const client = await service.dependencies.database.pool.connect();
        // Bypasses the triggers: no single payment is that large.
        await client.query("SET session_replication_role = 'replica'");
        await client.query(
            `INSERT INTO customer_credit VALUES ($1, $2, 'PLN', 99999999999999.97)`, [organisation.id, contactId(1)]
        );
        client.release(true);

        expect(await creditOf(organisation, contactId(1))).toBe('99999999999999.97');
    });

    test('of a contact that nobody knows is 422 naming contactId, stores nothing, and its key can be used again',
        async () => {
            const before = await storedRows(service);

            const { status, body } = await onAccount(unknownId, { 'idempotency-key': 'k' });

            expect([status, body.code, body.errors[0].path]).toEqual([422, 'CONTACT_NOT_FOUND', 'contactId']);
            expect(body.message).toContain('contactId');
            expect(await storedRows(service)).toEqual(before);
            expect((await onAccount(contactId(1), { 'idempotency-key': 'k' })).status).toBe(201);
        });

    test('by the id of a document without contact is 422 as well, and what is given back by it names no contact',
        async () => {
            const { id } = await issuedFor(organisation, '10.00');
            await organisation.call(
                'POST', `/invoices/${id}/payments`, { body: { amount: '15.00', paymentMethod: 'cash' } });

            const paid = await onAccount(id);
            const refund = await organisation.call(
                'POST', `/customers/${id}/refunds`, { body: { amount: '5.00', paymentMethod: 'cash' } });

            expect([paid.status, paid.body.code, refund.status, refund.body.contactId])
                .toEqual([422, 'CONTACT_NOT_FOUND', 201, null]);
        });

    test('of a contact that was never seen is 503 with Retry-After while contacts-service is down, and stores nothing',
        async () => {
            service.standins.control.contacts.set({ failure: 'error500' });
            const before = await storedRows(service);

            const { status, headers, body } = await onAccount(contactId(5));

            expect([status, body.code]).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
            expect(Number(headers['retry-after'])).toBeGreaterThan(0);
            expect(await storedRows(service)).toEqual(before);
        });

    test('of a contact that was invoiced or had credit asks nobody; one that a draft or another organisation names is looked up', async () => {
        const [invoiced, credited, drafted, foreign] = [contactId(2), contactId(3), contactId(4), contactId(6)];
        await issuedFor(organisation, '10.00', { contactId: invoiced });
        await onAccount(credited);
        await organisation.draft({ contactId: drafted });
        await issuedFor(await givenOrganisation(service), '10.00', { contactId: foreign });
        // Another replica, which has no copy of any contact.
        const replica = await givenService({ env: { DATABASE_URL: service.databaseUrl } });
        const { contacts } = replica.standins.control;
        contacts.set({ failure: 'error500' });
        const { call } = await givenOrganisation(replica, {}, organisation.id);
        const pay = (contact: string) =>
            call('POST', '/payments', { body: { amount: '5.00', contactId: contact, paymentMethod: 'cash' } });

        const known = [await pay(invoiced), await pay(credited)];
        const asked = contacts.calls();
        const others = [await pay(drafted), await pay(foreign)];
        await replica.close();

        expect([known.map(({ status }) => status), asked, others.map(({ status }) => status)])
            .toEqual([[201, 201], 0, [503, 503]]);
        expect([await creditOf(organisation, invoiced), await creditOf(organisation, credited)])
            .toEqual(['5.00', '10.00']);
    });
});
