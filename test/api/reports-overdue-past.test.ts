import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { randomFrom } from '../crash/random.ts';
import { cancel, correct, sent } from '../support/given-corrective.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { issuedFor, pay } from '../support/given-payment.ts';
import { givenClock } from '../support/given-server.ts';
import { useService } from '../support/use-service.ts';

// A Monday. The histories below end before it.
const service = useService({ clock: givenClock('2026-11-23T10:15:00.000Z') });

type Sum = { readonly count: number; readonly amount: string };
type Bucket = Sum & { readonly bucket: string };

const overdueOn = async (organisation: GivenOrganisation, asOf: string, contact = contactId(1)) =>
    (await organisation.call('GET', `/invoices/analytics/overdue?asOf=${asOf}&contactId=${contact}`)).body;

/** Sums of what is unpaid on a day in PLN, by bucket. */
async function agingOn(organisation: GivenOrganisation, asOf: string): Promise<Record<string, string>> {
    const { aging: [{ buckets }] } = await overdueOn(organisation, asOf);
    return Object.fromEntries((buckets as Bucket[]).filter(({ count }) => count > 0)
        .map(({ bucket, amount }) => [bucket, amount]));
}

async function closingOn(organisation: GivenOrganisation, day: string, contact = contactId(1)): Promise<string> {
    const { body } = await organisation.call('GET', `/customers/${contact}/statement?from=${day}&to=${day}`);
    return body.currencies[0].closingBalance;
}

const issuedOn = (organisation: GivenOrganisation, gross: string, issueDate: string, dueDate: string) =>
    issuedFor(organisation, gross, { contactId: contactId(1), issueDate, saleDate: issueDate, dueDate });

describe('the aging of a past day', () => {
    test('has what was owed on that day: neither a later payment nor a later invoice', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await issuedOn(organisation, '5000.00', '2026-08-01', '2026-08-15');
        await pay(organisation, id, '5000.00', { body: { paymentDate: '2026-11-10' } });
        await issuedOn(organisation, '1000.00', '2026-11-20', '2026-12-04');

        const { asOf, data, aging: [{ overdue, total }] } = await overdueOn(organisation, '2026-10-31');

        expect(asOf).toBe('2026-10-31');
        expect(data).toMatchObject([{
            invoiceId: id, daysOverdue: 77, bucket: '61-90', totalGross: '5000.00', paidAmount: '0.00',
            creditedAmount: '0.00', balance: '5000.00'
        }]);
        expect([overdue, total]).toEqual(Array(2).fill({ count: 1, amount: '5000.00' }));
        expect(await agingOn(organisation, '2026-10-31')).toEqual({ '61-90': '5000.00' });
        expect(await closingOn(organisation, '2026-10-31')).toBe('5000.00');
    });

    test('ends with the day of the payment, and begins with that of the issue', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await issuedOn(organisation, '300.00', '2026-10-01', '2026-10-15');
        await pay(organisation, id, '100.00', { body: { paymentDate: '2026-10-20' } });
        await pay(organisation, id, '200.00', { body: { paymentDate: '2026-11-02' } });

        const days = ['2026-09-30', '2026-10-01', '2026-10-15', '2026-10-16', '2026-10-20', '2026-11-01', '2026-11-02'];
        const aging = [];
        for (const day of days) aging.push(await agingOn(organisation, day));

        expect(aging).toEqual([
            {}, { 0: '300.00' }, { 0: '300.00' }, { '1-30': '300.00' }, { '1-30': '200.00' }, { '1-30': '200.00' }, {}
        ]);
    });

    test('knows correctives, cancelling by a corrective, reversals, write-offs and annulled documents', async () => {
        const organisation = await givenOrganisation(service, { writeOffLimit: '5.00' });
        const issued = (gross: string) => issuedOn(organisation, gross, '2026-09-01', '2026-09-15');
        const [lowered, cancelled, reversed, writtenOff, annulled] = [
            await issued('100.00'), await issued('200.00'), await issued('400.00'), await issued('803.00'),
            await issued('1600.00')
        ];
        await correct(organisation, lowered.id,
            { items: [{ itemId: lowered.items[0].id, quantity: '0.6' }], issueDate: '2026-10-05' });
        await cancel(organisation, (await sent(organisation, cancelled.id)).id, { createCorrective: true });
        const { body: payment } = await pay(
            organisation, reversed.id, '400.00', { body: { paymentDate: '2026-10-10' } });
        const reversal = await organisation.call(
            'POST', `/payments/${payment.id}/reversal`, { body: { reason: 'Zwrot z banku' } });
        await pay(organisation, writtenOff.id, '800.00', { body: { paymentDate: '2026-10-12' } });
        const written = await organisation.call(
            'POST', `/invoices/${writtenOff.id}/write-off`, { body: { reason: 'Reszta' } });
        await cancel(organisation, annulled.id);

        expect([reversal.status, written.status]).toEqual([201, 201]);
        const totals = [];
        for (const day of ['2026-10-04', '2026-10-05', '2026-10-10', '2026-10-12', '2026-11-22', '2026-11-23']) {
            const { aging: [{ total }] } = await overdueOn(organisation, day);
            totals.push([total.amount, await closingOn(organisation, day)]);
        }
        // All but the annulled one; less 40.00; less 400.00; less 800.00; and of today: 60.00 and the reversed 400.00.
        expect(totals).toEqual(['1503.00', '1463.00', '1063.00', '263.00', '263.00', '460.00'].map((amount) =>
            [amount, amount]));
    });

    test('does not take off the credit of a customer, which the statement does', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await issuedOn(organisation, '100.00', '2026-10-01', '2026-10-15');
        await pay(organisation, id, '150.00', { body: { paymentDate: '2026-10-10' } });
        await issuedOn(organisation, '70.00', '2026-10-12', '2026-10-26');

        expect(await agingOn(organisation, '2026-10-31')).toEqual({ '1-30': '70.00' });
        expect(await closingOn(organisation, '2026-10-31')).toBe('20.00');
    });

    test('pages as that of today does', async () => {
        const organisation = await givenOrganisation(service);
        for (const gross of ['1.00', '2.00', '3.00']) {
            const { id } = await issuedOn(organisation, gross, '2026-10-01', '2026-10-15');
            await pay(organisation, id, gross, { body: { paymentDate: '2026-11-10' } });
        }
        const page = async (cursor: string) => (await organisation.call(
            'GET', `/invoices/analytics/overdue?asOf=2026-10-31&limit=2${cursor}`)).body;

        const first = await page('');
        const second = await page(`&cursor=${first.nextCursor}`);

        expect([first.data.length, second.data.length, second.nextCursor]).toEqual([2, 1, null]);
        expect([first, second].map(({ aging: [{ total }] }) => total))
            .toEqual(Array(2).fill({ count: 3, amount: '6.00' }));
    });

    test('of a day to come is what is unpaid today, with the age of that day', async () => {
        const organisation = await givenOrganisation(service);
        await issuedOn(organisation, '50.00', '2026-11-20', '2026-12-04');

        expect(await agingOn(organisation, '2026-12-05')).toEqual({ '1-30': '50.00' });
    });
});

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);

test(`after random histories the aging of each day is what the statements close with (FC_SEED=${seed})`, async () => {
    const random = randomFrom(seed);
    const organisation = await givenOrganisation(service);
    const contacts = [contactId(1), contactId(2), contactId(3)];
    const dayFrom = (first: string) => {
        const days = (Date.parse('2026-11-22') - Date.parse(first)) / 86_400_000;
        return new Date(Date.parse(first) + random.between(0, days) * 86_400_000).toISOString().slice(0, 10);
    };
    for (let made = 0; made < 30; made += 1) {
        const issueDate = dayFrom('2026-07-01');
        let balance = random.between(100, 5_000);
        const { id, items: [item] } = await issuedFor(organisation, `${balance}.00`, {
            contactId: random.oneOf(contacts), issueDate, saleDate: issueDate, dueDate: dayFrom(issueDate)
        });
        const whole = balance;
        // What is paid after a reversal is paid later, or the invoice would have been paid twice for some days.
        let since = issueDate;
        for (let step = random.between(0, 3); step > 0; step -= 1) {
            const part = random.between(1, balance);
            if (step === 3 && part < whole) {
                // Nothing is paid yet, so the corrective releases no money.
                const { status, text } = await correct(organisation, id, {
                    issueDate: dayFrom(issueDate), items: [{ itemId: item.id, unitPriceNet: `${whole - part}.00` }]
                });
                expect([status, status === 201 ? '' : text]).toEqual([201, '']);
            } else {
                const paymentDate = dayFrom(since);
                const { status, body: { id: paymentId } } = await pay(
                    organisation, id, `${part}.00`, { body: { paymentDate } });
                expect(status).toBe(201);
                if (random.between(0, 4) === 0) {
                    since = dayFrom(paymentDate);
                    const body = { reason: 'Zwrot z banku', reversalDate: since };
                    expect((await organisation.call('POST', `/payments/${paymentId}/reversal`, { body })).status)
                        .toBe(201);
                    balance += part;
                }
            }
            balance -= part;
            if (balance === 0) break;
        }
    }

    for (let tried = 0; tried < 40; tried += 1) {
        const [day, contact] = [dayFrom('2026-07-01'), random.oneOf(contacts)];
        const { aging: [{ total }] } = await overdueOn(organisation, day, contact);

        expect([day, contact, total.amount]).toEqual([day, contact, await closingOn(organisation, day, contact)]);
    }
}, 60_000);
