import { beforeEach, describe, expect, test } from '@jest/globals';
import { sendReminders } from '../../app/features/reminders/send-reminders.ts';
import { openDatabase } from '../../app/platform/database/database.ts';
import { correct } from '../support/given-corrective.ts';
import { onDatabase } from '../support/given-lock.ts';
import type { GivenOrganisation } from '../support/given-organisation.ts';
import { pay } from '../support/given-payment.ts';
import { givenClock } from '../support/given-server.ts';
import { mailFrom, sendWaiting, smtpOf, useMailServer } from '../support/use-mail.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const clock = givenClock();
const service = useService({ clock, env: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: mailFrom } });
const organisation = useOrganisation(service);
const server = useMailServer();
const never = new AbortController().signal;
let admin: GivenOrganisation['call'];
beforeEach(async () => {
    admin = await organisation.as({ role: 'admin', sub: 'admin-1' });
    // Other organisations' schedules are none of this test's.
    await onDatabase(service.databaseUrl, 'UPDATE mail_settings SET reminds = false');
});

/** Sets the schedule: e-mails three days before, on, and 7 and 14 days after the due date, unless told otherwise. */
const schedule = (changes: object = {}) => admin('PUT', '/organisation/reminders', {
    body: { enabled: true, steps: [{ days: -3 }, { days: 0 }, { days: 7 }, { days: 14 }], ...changes }
});

/** An invoice that was issued and e-mailed on 2026-11-23, due on 2026-12-07. */
async function givenMailed(overrides: object = {}): Promise<string> {
    const { id } = await organisation.issued({ dueDate: '2026-12-07', ...overrides });
    await organisation.call('PATCH', `/invoices/${id}/send`, { body: { emailTo: 'a@klient.example' } });
    await sendWaiting(service, smtpOf(server.port));
    server.forget();
    return id;
}

/** Runs the job at an instant, and sends what it queued. */
async function remindAt(instant: string): Promise<number> {
    const at = givenClock(instant);
    const count = await sendReminders({ ...service.dependencies, clock: at }, never);
    await sendWaiting({ ...service, dependencies: { ...service.dependencies, clock: at } }, smtpOf(server.port));
    return count;
}
const subjects = () => server.received.map(({ mail }) => mail.subject);
const eventsOf = async (id: string) => (await onDatabase<{ readonly type: string }>(service.databaseUrl,
    `SELECT type FROM outbox_event WHERE invoice_id = $1 ORDER BY sequence`, [id])).map(({ type }) => type);

describe('reminders', () => {
    test('are off until a schedule is switched on, which its preview shows before', async () => {
        const id = await givenMailed();
        const usual = (await admin('GET', '/organisation/reminders')).body;
        await schedule({ enabled: false });

        const offAt = await remindAt('2026-12-07T10:00:00Z');
        clock.pass(14 * 86_400_000);
        const preview = (await admin('GET', '/organisation/reminders/preview')).body;
        clock.pass(-14 * 86_400_000);
        await schedule();
        const onAt = await remindAt('2026-12-07T10:00:00Z');

        expect(usual).toMatchObject({ enabled: false, steps: [] });
        expect([offAt, onAt]).toEqual([0, 1]);
        expect(preview).toEqual({ today: '2026-12-07', enabled: false, data: [{
            invoiceId: id, invoiceNumber: 'FV/2026/11/0001', dueDate: '2026-12-07', days: 0,
            emailTo: 'a@klient.example'
        }] });
        expect(subjects()).toEqual(['Dziś mija termin płatności: Faktura FV/2026/11/0001']);
        expect((await eventsOf(id)).at(-1)).toBe('invoice.reminded');
    });

    test('come once a step, each with its own words, and the document with it', async () => {
        const urgent = { days: 7, texts: { pl: { subject: 'Pilne: {number}, {days} dni' } } };
        await schedule({ steps: [{ days: -3 }, urgent] });
        await givenMailed();

        const counts: number[] = [];
        for (const day of ['2026-12-03', '2026-12-04', '2026-12-04', '2026-12-08', '2026-12-14', '2026-12-15']) {
            counts.push(await remindAt(`${day}T10:00:00Z`));
        }

        expect(counts).toEqual([0, 1, 0, 0, 1, 0]);
        expect(subjects()).toEqual([
            'Zbliża się termin płatności: Faktura FV/2026/11/0001', 'Pilne: FV/2026/11/0001, 7 dni'
        ]);
        expect(server.received.every(({ mail }) => mail.attachments.length === 1)).toBe(true);
    });

    test('after days without a worker are the newest that is due alone, and none that is too late', async () => {
        await schedule();
        await givenMailed();
        const other = await givenMailed({ dueDate: '2026-11-30' });

        const count = await remindAt('2026-12-16T10:00:00Z');

        expect(count).toBe(2);
        expect(await onDatabase(service.databaseUrl, `SELECT due_date::text, days FROM reminder
            WHERE organisation_id = $1 ORDER BY due_date`, [organisation.id]))
            .toEqual([{ due_date: '2026-11-30', days: 14 }, { due_date: '2026-12-07', days: 7 }]);
        expect(await remindAt('2027-01-07T10:00:00Z')).toBe(0);
        expect((await organisation.call('GET', `/invoices/${other}/reminders`)).body)
            .toMatchObject({ paused: false, data: [{ days: 14, state: 'sent' }] });
    });

    test.each([
        ['at night', '2026-12-07T18:00:00Z'], ['before eight', '2026-12-07T06:59:00Z'],
        ['on a Sunday', '2026-12-13T10:00:00Z'], ['on a holiday', '2026-12-25T10:00:00Z']
    ])('are not sent %s', async (_case, instant) => {
        await schedule();
        await givenMailed({ dueDate: instant.slice(0, 10) });

        expect(await remindAt(instant)).toBe(0);
    });

    test('stop when it is paid, also between their making and their sending', async () => {
        await schedule();
        const [paid, late] = [await givenMailed(), await givenMailed()];
        await pay(organisation, paid, '123.00');

        const made = await sendReminders(
            { ...service.dependencies, clock: givenClock('2026-12-07T10:00:00Z') }, never);
        await pay(organisation, late, '123.00');
        await sendWaiting(service, smtpOf(server.port));

        expect([made, server.received]).toEqual([1, []]);
        expect((await organisation.call('GET', `/invoices/${late}/reminders`)).body.data)
            .toMatchObject([{ state: 'withdrawn' }]);
        expect(await eventsOf(late)).not.toContain('invoice.reminded');
    });

    test('stop when a corrective leaves nothing to pay', async () => {
        await schedule();
        const id = await givenMailed();

        const { body: { items: [item] } } = await organisation.call('GET', `/invoices/${id}`);
        const { status } = await correct(organisation, id, { items: [{ itemId: item.id, quantity: '0' }] });

        expect([status, await remindAt('2026-12-07T10:00:00Z')]).toEqual([201, 0]);
    });

    test('stop when it is annulled', async () => {
        await schedule({ withoutEmail: true });
        const { id } = await organisation.issued({ dueDate: '2026-12-07' });

        const { status } = await organisation.call('PATCH', `/invoices/${id}/cancel`, { body: { reason: 'Pomyłka' } });

        expect([status, await remindAt('2026-12-07T10:00:00Z')]).toEqual([200, 0]);
    });

    test('are paused for one invoice, and go on', async () => {
        await schedule();
        const id = await givenMailed();
        const pause = (paused: boolean) =>
            organisation.call('PATCH', `/invoices/${id}/reminders`, { body: { paused } });

        const paused = await pause(true);
        const whilePaused = await remindAt('2026-12-07T10:00:00Z');
        const resumed = await pause(false);

        expect([paused.body.paused, resumed.body.paused, whilePaused]).toEqual([true, false, 0]);
        expect(await remindAt('2026-12-07T11:00:00Z')).toBe(1);
    });

    test('are not for what was not e-mailed or came back, unless the schedule says so', async () => {
        await schedule();
        const plain = await organisation.issued({ dueDate: '2026-12-07' });
        const bounced = await givenMailed();
        await onDatabase(service.databaseUrl,
            `UPDATE mail_delivery SET state = 'bounced' WHERE invoice_id = $1`, [bounced]);

        const without = await remindAt('2026-12-07T10:00:00Z');
        await schedule({ withoutEmail: true });
        const { body: { data } } = await admin('GET', '/organisation/reminders/preview');

        // No address is known of either, so there is nobody to send to.
        expect([without, await remindAt('2026-12-07T10:00:00Z'), data]).toEqual([0, 0, []]);
        expect(plain.customerEmail ?? null).toBeNull();
    });

    test('are one each, whatever the number of workers', async () => {
        await schedule();
        for (let n = 0; n < 12; n += 1) await givenMailed();
        const databases = [1, 2, 3].map(() => openDatabase({ url: service.databaseUrl, poolSize: 2 }));

        const counts = await Promise.all(databases.map((database) => sendReminders(
            { ...service.dependencies, database, clock: givenClock('2026-12-07T10:00:00Z') }, never)));
        await Promise.all(databases.map((database) => database.close()));
        await sendWaiting(service, smtpOf(server.port));

        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12);
        expect(server.received).toHaveLength(12);
    });
});

test.each([
    ['steps', { enabled: true, steps: [{ days: 7 }, { days: 7 }] }],
    ['steps[0].days', { enabled: true, steps: [{ days: 900 }] }],
    ['steps[0].texts.pl.subject', {
        enabled: true, steps: [{ days: 1, texts: { pl: { subject: '{who}' } } }]
    }],
    ['enabled', { steps: [] }]
])('a schedule with a fault in %s is refused by name', async (path, body) => {
    const { status, body: { errors } } = await admin('PUT', '/organisation/reminders', { body });

    expect([status, errors[0].path]).toEqual([400, expect.stringContaining(path)]);
});
