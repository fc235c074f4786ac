import { beforeEach, describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { sendReminders } from '../../app/features/reminders/send-reminders.ts';
import { openDatabase } from '../../app/platform/database/database.ts';
import { cancel, correct } from '../support/given-corrective.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
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

/** The fields of an invoice whose customer has this address in the contacts. */
function addressed(email: string): object {
    const id = contactId(['a@klient.example', 'b@klient.example'].indexOf(email) + 2);
    service.standins.control.contacts.change(id, { email });
    return { contactId: id, customerName: null };
}

/** Runs the job at an instant. */
const queueAt = (instant: string, batch?: number) =>
    sendReminders({ ...service.dependencies, clock: givenClock(instant) }, never, batch);
/** Sends what waits, at an instant. */
const sendAt = (instant: string, port = server.port) => sendWaiting(
    { ...service, dependencies: { ...service.dependencies, clock: givenClock(instant) } }, smtpOf(port));

/** Runs the job at an instant, and sends what it queued. */
async function remindAt(instant: string): Promise<number> {
    const count = await queueAt(instant);
    await sendAt(instant);
    return count;
}

/** Has the newest delivery of an invoice come back. */
async function bounceNewest(id: string, kind = 'permanent'): Promise<void> {
    const { body: { data } } = await organisation.call('GET', `/invoices/${id}/deliveries`);
    const { status } = await organisation.call(
        'POST', `/invoices/${id}/deliveries/${data.at(-1).id}/bounce`, { body: { kind } });
    expect(status).toBe(200);
}
const remindersOf = async (id: string) => (await organisation.call('GET', `/invoices/${id}/reminders`)).body.data;
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

        const made = await queueAt('2026-12-07T10:00:00Z');
        await pay(organisation, late, '123.00');
        await sendAt('2026-12-07T10:00:00Z');

        expect([made, server.received]).toEqual([1, []]);
        expect(await remindersOf(late)).toMatchObject([{ state: 'withdrawn' }]);
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
        const invoice = { dueDate: '2026-12-07', ...addressed('b@klient.example') };
        const [stands, annulled] = [await organisation.issued(invoice), await organisation.issued(invoice)];

        const { status } = await cancel(organisation, annulled.id);

        expect([status, await remindAt('2026-12-07T10:00:00Z')]).toEqual([200, 1]);
        expect([await remindersOf(stands.id), await remindersOf(annulled.id)])
            .toEqual([[expect.objectContaining({ state: 'sent' })], []]);
    });

    test('are paused for one invoice, and go on with a step that fell due meanwhile', async () => {
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

    test('are not for what was not e-mailed, unless the schedule says so and there is an address', async () => {
        await schedule();
        const plain = await organisation.issued({ dueDate: '2026-12-07', ...addressed('b@klient.example') });
        const unknown = await organisation.issued({ dueDate: '2026-12-07' });

        const without = await remindAt('2026-12-07T10:00:00Z');
        await schedule({ withoutEmail: true });
        clock.pass(14 * 86_400_000);
        const { body: { data } } = await admin('GET', '/organisation/reminders/preview');
        clock.pass(-14 * 86_400_000);

        expect([without, await remindAt('2026-12-07T10:00:00Z')]).toEqual([0, 1]);
        expect(data.map(({ invoiceId, emailTo }: Record<string, unknown>) => [invoiceId, emailTo]))
            .toEqual([[plain.id, 'b@klient.example'], [unknown.id, null]]);
        expect(server.received.map(({ to }) => to)).toEqual([['b@klient.example']]);
    });

    test.each(['permanent', 'complaint'])('stop once one came back: %s', async (kind) => {
        await schedule();
        const id = await givenMailed(addressed('a@klient.example'));
        const first = await remindAt('2026-12-07T10:00:00Z');
        await bounceNewest(id, kind);

        const second = await remindAt('2026-12-14T10:00:00Z');
        await schedule({ withoutEmail: true });

        expect([first, second, await remindAt('2026-12-21T10:00:00Z')]).toEqual([1, 0, 0]);
    });

    test('do not go back to an older e-mail when the newest one came back, and go on once another arrives', async () => {
        await schedule();
        const id = await givenMailed();
        const resend = async (emailTo: string) => {
            await organisation.call('PATCH', `/invoices/${id}/send`, { body: { emailTo } });
            await sendWaiting(service, smtpOf(server.port));
            server.forget();
        };
        await resend('b@klient.example');
        await bounceNewest(id);

        const afterBounce = await remindAt('2026-12-07T10:00:00Z');
        clock.pass(1);
        await resend('c@klient.example');

        expect([afterBounce, await remindAt('2026-12-07T10:00:00Z')]).toEqual([0, 1]);
        expect(server.received.map(({ to }) => to)).toEqual([['c@klient.example']]);
    });

    test('reach those behind many that nobody can be reminded of', async () => {
        await schedule({ withoutEmail: true });
        const issue = (dueDate: string, address?: string) => organisation.issued(
            { dueDate, ...address === undefined ? {} : addressed(address) });
        for (const address of [undefined, undefined, 'zażółć@klient.example', 'zażółć@klient.example']) {
            await issue('2026-12-04', address);
        }
        for (let n = 0; n < 3; n += 1) await issue('2026-12-07', 'b@klient.example');

        const count = await queueAt('2026-12-07T10:00:00Z', 2);
        await sendAt('2026-12-07T10:00:00Z');

        expect([count, server.received.length]).toEqual([3, 3]);
    });

    test('of other organisations come where those of one fail, and the failure is told', async () => {
        const other = await givenOrganisation(service);
        const broken = [organisation.id, other.id].sort()[0] === organisation.id ? organisation : other;
        const sound = broken === other ? organisation : other;
        for (const each of [broken, sound]) {
            await (await each.as({ role: 'admin', sub: 'admin-1' }))('PUT', '/organisation/reminders',
                { body: { enabled: true, withoutEmail: true, steps: [{ days: 0 }] } });
            await each.issued({ dueDate: '2026-12-07', ...addressed('b@klient.example') });
        }
        await onDatabase(service.databaseUrl,
            `UPDATE mail_settings SET reminders = '{"withoutEmail": true, "steps": [{"days": 99999999999}]}'
                WHERE organisation_id = $1`, [broken.id]);

        await expect(queueAt('2026-12-07T10:00:00Z')).rejects.toThrow(broken.id);

        await sendAt('2026-12-07T10:00:00Z');
        expect(server.received).toHaveLength(1);
    });

    test.each([
        ['a Saturday', '2026-12-05', { days: 0 }, 'Po terminie płatności'],
        ['the day before Sunday', '2026-12-07', { days: -2 }, 'Dziś mija termin płatności'],
        ['a Saturday before', '2026-12-08', { days: -3 }, 'Zbliża się termin płatności']
    ])('of a step on %s say what is so on Monday', async (_case, dueDate, step, subject) => {
        await schedule({ steps: [step] });
        await givenMailed({ dueDate });

        const count = await remindAt('2026-12-07T10:00:00Z');

        expect([count, subjects()]).toEqual([1, [`${subject}: Faktura FV/2026/11/0001`]]);
    });

    test('that waited for the mail server say what is so when they are sent, in the words of their step', async () => {
        await schedule({ steps: [{ days: 0, texts: { pl: { closing: 'Do widzenia' } } }] });
        await givenMailed();
        await queueAt('2026-12-07T10:00:00Z');
        await sendAt('2026-12-07T10:00:00Z', 9);

        await sendAt('2026-12-09T10:00:00Z');

        expect(subjects()).toEqual(['Po terminie płatności: Faktura FV/2026/11/0001']);
        expect(server.received[0]?.mail.text).toContain('Do widzenia');
    });

    test('that wait are withdrawn when reminders are switched off, or paused', async () => {
        await schedule();
        const [off, paused] = [await givenMailed(), await givenMailed()];
        await queueAt('2026-12-07T10:00:00Z');
        await organisation.call('PATCH', `/invoices/${paused}/reminders`, { body: { paused: true } });
        await sendAt('2026-12-07T10:00:00Z', 9);
        await schedule({ enabled: false });

        await sendAt('2026-12-07T10:00:00Z');

        expect(server.received).toEqual([]);
        const reasons = await Promise.all([off, paused].map(async (id) =>
            (await organisation.call('GET', `/invoices/${id}/deliveries`)).body.data.at(-1)));
        expect(reasons).toMatchObject([
            { state: 'withdrawn', reason: 'reminders_off', attempts: 1 },
            { state: 'withdrawn', reason: 'reminders_off', attempts: 0 }
        ]);
    });

    test('that still wait in the evening are sent in the morning', async () => {
        await schedule();
        const id = await givenMailed();
        await queueAt('2026-12-07T16:59:00Z');

        const evening = await sendAt('2026-12-07T17:00:00Z');
        const waiting = (await remindersOf(id))[0].state;
        const morning = await sendAt('2026-12-08T07:00:00Z');

        expect([evening, waiting, morning])
            .toEqual([['A reminder waits for business hours'], 'queued', [1]]);
        expect(subjects()).toEqual(['Po terminie płatności: Faktura FV/2026/11/0001']);
    });

    test('are one each, whatever the number of workers', async () => {
        await schedule();
        for (let n = 0; n < 12; n += 1) await givenMailed();
        const databases = [1, 2, 3].map(() => openDatabase({ url: service.databaseUrl, poolSize: 2 }));

        const counts = await Promise.all(databases.map((database) => sendReminders(
            { ...service.dependencies, database, clock: givenClock('2026-12-07T10:00:00Z') }, never)));
        await Promise.all(databases.map((database) => database.close()));
        await sendAt('2026-12-07T10:00:00Z');

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
