import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import type { GivenProcess } from '../support/given-process.ts';
import { mailFrom, useMailServer } from '../support/use-mail.ts';
import { useProcesses } from '../support/use-closing.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ env: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: mailFrom } });
const server = useMailServer();
const start = useProcesses();

function startWorker(): GivenProcess {
    return start({
        DATABASE_URL: service.databaseUrl, SMTP_URL: `smtp://127.0.0.1:${server.port}`, SMTP_STARTTLS: 'off',
        MAIL_FROM: mailFrom
    }, ['work']);
}

/** Lets the pauses of the queue pass in the database: those of dead workers and those before a next try. */
const passPauses = () => onDatabase(service.databaseUrl, `UPDATE invoices.job SET start_after = now(),
    heartbeat_on = now() - interval '1 hour' WHERE name = 'send-mail' AND state IN ('retry', 'active')`);

test('workers killed amid a hundred e-mails lose none, and double only those whose answer was lost', async () => {
    const organisation = await givenOrganisation(service);
    const count = 100;
    for (let n = 0; n < count; n += 1) {
        const { id } = await organisation.draft();
        const { status } = await organisation.call(
            'PATCH', `/invoices/${id}/send`, { body: { emailTo: `klient-${n}@klient.example` } });
        expect(status).toBe(200);
    }
    // Answers take a moment, so that kills find e-mails whose answer is on its way.
    server.rules({ data: async () => {
        await wait(40);
        return undefined;
    } });

    let kills = 0;
    for (const whole of [15, 40, 70]) {
        const worker = startWorker();
        await eventually(
            'e-mails on their way', () => server.whole.length >= whole, { within: 60_000, until: Boolean });
        worker.kill('SIGKILL');
        await worker.ended;
        kills += 1;
        await passPauses();
    }
    const answered = await onDatabase<{ readonly doubts: number }>(
        service.databaseUrl, 'SELECT doubts FROM mail_delivery WHERE doubts > 0');
    const last = startWorker();
    await eventually('nothing that waits', async () => {
        await passPauses();
        return onDatabase(service.databaseUrl, `SELECT id FROM mail_delivery WHERE state IN ('queued', 'sending')`);
    }, { within: 90_000, every: 1_000, until: ({ length }) => length === 0 });
    last.kill('SIGTERM');
    expect(await last.ended).toBe(0);

    const states = await onDatabase<{ readonly state: string; readonly count: number }>(
        service.databaseUrl, 'SELECT state, count(*)::int AS count FROM mail_delivery GROUP BY state');
    expect(states).toEqual([{ state: 'sent', count }]);
    const ids = server.whole.map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(count);
    // A worker has four e-mails in its hands at most, so each kill leaves four in doubt at most.
    const doubled = ids.length - new Set(ids).size;
    expect(doubled).toBeLessThanOrEqual(answered.length + kills * 4);
    expect(doubled).toBeLessThanOrEqual(kills * 4);
    const doubtful = await onDatabase<{ readonly message_id: string }>(
        service.databaseUrl, 'SELECT message_id FROM mail_delivery WHERE doubts > 0');
    const inDoubt = new Set(doubtful.map(({ message_id: id }) => id));
    // Each e-mail that came twice is one whose first answer was lost.
    expect(ids.filter((id, index) => ids.indexOf(id) !== index).filter((id) => !inDoubt.has(id))).toEqual([]);
}, 240_000);
