import { beforeEach, describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { cancel, correct, paidBySql, read, sent } from '../support/given-corrective.ts';
import { givenLock } from '../support/given-lock.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);
let original: Answered['body'];
beforeEach(async () => {
    original = await organisation
        .issued({ items: [givenItem({ quantity: '10' }), givenItem({ quantity: '10', vatRate: 8 })] });
});

const line = (index: number): string => original.items[index].id;

/** Sends requests under a lock on the original, so that both decide on the same state before either is stored. */
async function meeting(requests: readonly (() => Promise<Answered>)[]): Promise<readonly Answered[]> {
    const lock = await givenLock(service.databaseUrl, 'SELECT FROM invoice WHERE id = $1 FOR UPDATE', [original.id]);
    const running = requests.map((request) => request());
    await lock.held(requests.length);
    await lock.release();
    return Promise.all(running);
}

async function assertAddsUp(): Promise<void> {
    const after = await read(organisation, original.id);
    const correctives = await Promise.all(after.correctives.map(({ invoiceId }: { invoiceId: string }) => read(
        organisation, invoiceId)));
    const credited = correctives.reduce((sum, { totalGross }) => sum - Number(totalGross.replace('.', '')), 0);
    expect(Number(after.creditedAmount.replace('.', ''))).toBe(credited);
}

describe('two correctives of one invoice at the same time', () => {
    test('of different lines both hold', async () => {
        const answers = await meeting([
            () => correct(organisation, original.id, { items: [{ itemId: line(0), quantity: 7 }] }),
            () => correct(organisation, original.id, { items: [{ itemId: line(1), quantity: 5 }] })
        ]);

        expect(answers.map(({ status }) => status)).toEqual([201, 201]);
        expect(answers.map(({ body }) => body.totalNet).sort()).toEqual(['-300.00', '-500.00']);
        expect(answers.map(({ body }) => body.correction.sequence).sort()).toEqual([1, 2]);
        expect(await read(organisation, original.id)).toMatchObject({ creditedAmount: '909.00' });
        await assertAddsUp();
    });

    test('that take everything back take it back once', async () => {
        const answers = await meeting(Array.from({ length: 4 }, () => () => correct(
            organisation, original.id, { type: 'full' })));

        expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422]);
        expect(await read(organisation, original.id))
            .toMatchObject({ creditedAmount: original.totalGross, balance: '0.00', status: 'paid' });
    });

    test('of the same line: the second starts from what the first left', async () => {
        const answers = await meeting([8, 6].map((quantity) => () => correct(
            organisation, original.id, { items: [{ itemId: line(0), quantity }] })));

        const [first, second] = answers.map(({ body }) => body).sort((a, b) =>
            a.correction.sequence - b.correction.sequence);
        expect(second.items[0].quantity).toBe(first.items[1].quantity);
        await assertAddsUp();
    });

    test('with the ETag that both saw, one of them is refused', async () => {
        const answers = await meeting([8, 6].map((quantity) => () =>
            correct(organisation, original.id, { items: [{ itemId: line(0), quantity }] }, { 'if-match': '"2"' })));

        expect(answers.map(({ status }) => status).sort()).toEqual([201, 412]);
    });

    test('under one key make one corrective', async () => {
        const body = { items: [{ itemId: line(0), quantity: 7 }] };
        const answers = await Promise.all(Array.from({ length: 3 }, () => correct(
            organisation, original.id, body, { 'idempotency-key': 'k' })));

        expect(answers.filter(({ status, headers }) => status === 201 && headers['idempotent-replayed'] === undefined))
            .toHaveLength(1);
        expect((await read(organisation, original.id)).correctives).toHaveLength(1);
    });
});

test('correctives of different invoices at the same time have numbers without gaps', async () => {
    const others = await Promise.all(Array.from({ length: 10 }, () => organisation.issued()));

    const answers = await Promise.all(others.map(({ id }) => correct(organisation, id, { type: 'full' })));

    expect(answers.map(({ status }) => status)).toEqual(others.map(() => 201));
    const series = answers[0]?.body.issueDate.slice(0, 7);
    expect(await organisation.audit(`corrective-${series}`)).toMatchObject({
        count: 10, gapless: true, duplicates: [], chain: { verified: true, documents: 10, withoutHash: 0 }
    });
});

test('correctives of paid invoices of one customer at the same time give every cent to the one credit', async () => {
    const paid = await Promise.all(Array.from(
        { length: 8 }, () => organisation.issued({ customerName: undefined, contactId: contactId(1) })));
    await Promise.all(paid.map(({ id }) => paidBySql(service.databaseUrl, id, '123.00')));

    const answers = await Promise.all(paid.map(({ id, items: [item] }) => correct(
        organisation, id, { items: [{ itemId: item.id, quantity: '0.5' }] })));

    expect(answers.map(({ status }) => status)).toEqual(paid.map(() => 201));
    const [credit] = await service.dependencies.database.prisma.customerCredit
        .findMany({ where: { organisationId: organisation.id } });
    expect(credit?.amount.toFixed(2)).toBe('492.00');
});

test('when a payment comes between reading and storing, the corrective releases it', async () => {
    const lock = await givenLock(service.databaseUrl, 'SELECT FROM invoice WHERE id = $1 FOR UPDATE', [original.id]);
    const running = correct(organisation, original.id, { type: 'full' });
    await lock.held(1);
    const paying = paidBySql(service.databaseUrl, original.id, '500.00');
    await lock.held(2);
    await lock.release();

    // In either order: a rule of the database refuses a payment of money that is not owed any more.
    const paid = await paying.then(() => true, () => false);
    expect((await running).status).toBe(201);
    expect(await read(organisation, original.id))
        .toMatchObject({ paidAmount: '0.00', creditedAmount: original.totalGross, balance: '0.00' });
    const [credit] = await service.dependencies.database.prisma.customerCredit
        .findMany({ where: { customerId: original.id } });
    expect(credit?.amount.toFixed(2)).toBe(paid ? '500.00' : undefined);
});

describe('cancelling at the same time', () => {
    test('twice annuls once', async () => {
        const answers = await meeting(Array.from({ length: 3 }, () => () => cancel(organisation, original.id)));

        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
        expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
        expect(await service.dependencies.database.prisma.outboxEvent.count(
            { where: { invoiceId: original.id, type: 'invoice.cancelled' } }
        )).toBe(1);
    });

    test('twice with a corrective makes one corrective', async () => {
        await sent(organisation, original.id);

        const answers = await meeting(Array.from({ length: 3 }, () => () => cancel(
            organisation, original.id, { createCorrective: true })));

        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
        expect(new Set(answers.map(({ body }) => body.correctives.length))).toEqual(new Set([1]));
    });

    test('as a corrective: either the corrective is part of what is taken back, or it is refused', async () => {
        const [corrected, cancelled] = await meeting([
            () => correct(organisation, original.id, { items: [{ itemId: line(0), quantity: 7 }] }),
            () => cancel(organisation, original.id, { createCorrective: true })
        ]);

        expect(cancelled?.status).toBe(200);
        expect(corrected?.status === 201 ? 2 : 1).toBe(cancelled?.body.correctives.length);
        expect([201, 409]).toContain(corrected?.status);
        expect(await read(organisation, original.id))
            .toMatchObject({ status: 'cancelled', creditedAmount: original.totalGross, balance: '0.00' });
        await assertAddsUp();
    });

    test('as a draft is issued: it is either cancelled without a number, or annulled', async () => {
        const draft = await organisation.draft();

        const [issued, cancelled] = await Promise.all([organisation.issue(draft.id), cancel(organisation, draft.id)]);

        expect(cancelled.status).toBe(200);
        const after = await read(organisation, draft.id);
        expect(after.status).toBe('cancelled');
        expect(after.invoiceNumber === null ? 409 : 200).toBe(issued.status);
        expect(after.cancellation.annulled).toBe(after.invoiceNumber !== null);
    });
});
