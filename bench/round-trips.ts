import { randomUUID } from 'node:crypto';
import { draft, manyDrafts, type Api } from './api.ts';
import type { Tapped, TappedStatement, WireTap } from './wire-tap.ts';

/** Database round trips of a request, and their maximum. */
export type RoundTrips = { readonly request: string; readonly roundTrips: number; readonly most: number };

/** Counts of round trips, and statements of the operations whose ceiling is measured. */
export type TappedRequests = {
    readonly counts: readonly RoundTrips[];
    readonly createAndIssue: readonly TappedStatement[];
    readonly createMany: readonly TappedStatement[];
    readonly read: readonly TappedStatement[];
    readonly list: readonly TappedStatement[];
    readonly listPage: readonly TappedStatement[];
    /** The invoice that the statements are about. */
    readonly invoiceId: string;
};

/** Maximum of round trips that a request may make (issue 3, Speed). */
const maxWhenWriting = 2;
const maxWhenReading = 1;

/**
 * Sends each kind of request once and counts. The organisation must have been used before: its first use, once in
 * its life, makes it.
 */
export async function tapRequests(tap: WireTap, { call }: Api): Promise<TappedRequests> {
    const counts: RoundTrips[] = [];
    const counted = async (
        request: string, most: number, work: () => ReturnType<typeof call>
    ): Promise<Tapped<Awaited<ReturnType<typeof call>>>> => {
        const tapped = await tap.during(work);
        counts.push({ request, roundTrips: tapped.roundTrips, most });
        return tapped;
    };
    const write = (request: string, ...args: Parameters<typeof call>) =>
        counted(request, maxWhenWriting, () => call(...args));
    const read = (request: string, path: string) => counted(request, maxWhenReading, () => call('GET', path));

    const created = await write('create', 'POST', '/invoices', draft);
    const path = `/invoices/${created.result.id}`;
    await write('edit', 'PATCH', path, { notes: 'Proszę o wpłatę w terminie', items: draft.items.slice(1) });
    await write('add an item', 'POST', `${path}/items/custom`,
        { description: 'Wniesienie', quantity: '1', unitPriceNet: '80.00' });
    await write('recalculate', 'POST', `${path}/recalculate`);
    const calculated = await counted('calculate totals (stores nothing)', maxWhenReading, () =>
        call('POST', `${path}/calculate-totals`, {}));
    assertStoresNothing(calculated.statements);
    await write('delete', 'DELETE', path);
    await write('create with Idempotency-Key', 'POST', '/invoices', draft, randomUUID());

    const many = await write('create many', 'POST', '/invoices/bulk/create', manyDrafts);

    const second = await tap.during(() => call('POST', '/invoices', draft));
    const { id } = second.result;
    const issued = await write('issue', 'POST', `/invoices/${id}/issue`);
    await write('issue again', 'POST', `/invoices/${id}/issue`);
    const third = await call('POST', '/invoices', draft);
    await write('issue with Idempotency-Key', 'POST', `/invoices/${third.id}/issue`, undefined, randomUUID());
    const one = await read('read one', `/invoices/${id}`);
    const list = await read('list', '/invoices');
    const listPage = await read('list, page mode', '/invoices?page=1');
    await read('history', `/invoices/${id}/history`);
    await read('organisation', '/organisation');
    await read('numbering series', '/invoices/numbering');

    return {
        counts,
        createMany: many.statements,
        createAndIssue: [...second.statements, ...issued.statements],
        read: one.statements,
        list: list.statements,
        listPage: listPage.statements,
        invoiceId: id
    };
}

function assertStoresNothing(statements: readonly TappedStatement[]): void {
    if (statements.some(({ text }) => /\b(INSERT|UPDATE|DELETE)\b/.test(text))) {
        throw new Error('calculate-totals writes to the database');
    }
}
