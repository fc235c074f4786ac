import { describe, expect, test } from '@jest/globals';
import { cancel, correct, sent } from '../support/given-corrective.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenClock } from '../support/given-server.ts';
import { givenBuyer, givenItem } from '../support/given-service.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const hourMs = 3_600_000;

const clock = givenClock('2026-11-23T10:15:00.000Z');
const service = useService({ clock });
const organisation = useOrganisation(service);

const tomorrow = '2026-11-24';
const content = (changes: Readonly<Record<string, unknown>> = {}) =>
    ({ ...givenBuyer({}), items: [givenItem()], ...changes });

/** Makes a document as earlier versions issued it: dated ahead, and so is the last date of its series. */
async function givenDatedAhead(issueDate: string): Promise<string> {
    const { id } = await organisation.issued();
    await onDatabase(service.databaseUrl, `WITH
        unlocked AS (SELECT set_config('session_replication_role', 'replica', true)),
        dated AS (
            UPDATE invoice SET issue_date = $2::date FROM unlocked WHERE id = $1 RETURNING organisation_id, series_id)
        UPDATE numbering_series s SET last_issue_date = $2::date FROM dated d
        WHERE s.organisation_id = d.organisation_id AND s.id = d.series_id`, [id, issueDate]);
    return id;
}

describe('an issue date of tomorrow is 422 ISSUE_DATE_IN_FUTURE for everyone, and stores nothing', () => {
    const ways: readonly (readonly [string, () => Promise<readonly [string, string, object?]>])[] = [
        ['of POST with issue', async () => ['POST', '/invoices', content({ issueDate: tomorrow, issue: true })]],
        ['of a bulk row', async () =>
            ['POST', '/invoices/bulk/create', { invoices: [content({ issueDate: tomorrow, issue: true })] }]],
        ['given with issue', async () =>
            ['POST', `/invoices/${(await organisation.draft()).id}/issue`, { issueDate: tomorrow }]],
        ['of a draft that is issued', async () =>
            ['POST', `/invoices/${(await organisation.draft({ issueDate: tomorrow })).id}/issue`]],
        ['of a draft that is sent', async () =>
            ['PATCH', `/invoices/${(await organisation.draft({ issueDate: tomorrow })).id}/send`, {}]],
        ['of a proforma', async () => ['POST', `/invoices/${
            (await organisation.draft({ issueDate: tomorrow, invoiceType: 'proforma' })).id}/issue`]],
        ['of a corrective', async () => ['POST', `/invoices/${(await organisation.issued()).id}/correctives`,
            { reason: 'Zwrot', type: 'full', issueDate: tomorrow }]]
    ];

    test.each(ways)('%s', async (_way, arrange) => {
        const [method, url, body] = await arrange();
        const before = await storedRows(service);

        const answer = await organisation.call(method, url, body === undefined ? {} : { body });

        expect([answer.status, answer.body.code]).toEqual([422, 'ISSUE_DATE_IN_FUTURE']);
        expect(answer.body.errors[0].path).toMatch(/^(invoices\[0\]\.)?issueDate$/);
        expect(answer.body.message).toContain('today, 2026-11-23');
        expect(await storedRows(service)).toEqual(before);
    });

    test('also of a row of its own among others', async () => {
        const { status, body } = await organisation.call('POST', '/invoices/bulk/create', { body: {
            continueOnError: true,
            invoices: [{}, { issueDate: tomorrow }, {}].map((changes) => content({ ...changes, issue: true }))
        } });

        expect([status, body.created]).toEqual([200, 2]);
        expect(body.results.map(({ error }: { error?: { code: string } }) => error?.code))
            .toEqual([undefined, 'ISSUE_DATE_IN_FUTURE', undefined]);
    });
});

test('a draft may be dated ahead, and is issued on its day', async () => {
    const later = await organisation.draft({ issueDate: tomorrow });

    const early = await organisation.issue(later.id);
    clock.pass(24 * hourMs);
    const issued = await organisation.issue(later.id);
    clock.pass(-24 * hourMs);

    expect([early.status, issued.status, issued.body.issueDate]).toEqual([422, 200, tomorrow]);
});

test('the last minute of the seller\'s day is today, the next one is not tomorrow any more', async () => {
    const draft = await organisation.draft({ issueDate: tomorrow });
    // 23:59 and 00:00 in Warsaw, an hour before UTC.
    clock.pass((12 * 60 + 44) * 60_000);

    const early = await organisation.issue(draft.id);
    clock.pass(60_000);
    const issued = await organisation.issue(draft.id);
    clock.pass(-(12 * 60 + 45) * 60_000);

    expect([early.body.code, issued.status, issued.body.issueDate])
        .toEqual(['ISSUE_DATE_IN_FUTURE', 200, tomorrow]);
});

describe('the sale of an invoice', () => {
    test('may be 60 days after it and not 61; a proforma may be earlier', async () => {
        const draft = (changes: object) => organisation.draft({ issueDate: '2026-11-23', ...changes });

        const answers = [
            await organisation.issue((await draft({ saleDate: '2027-01-22' })).id),
            await organisation.issue((await draft({ saleDate: '2027-01-23' })).id),
            await organisation.issue((await draft({ saleDate: '2027-01-23', invoiceType: 'proforma' })).id)
        ];

        expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
            [[200, undefined], [422, 'SALE_DATE_TOO_LATE'], [200, undefined]]);
        expect(answers[1]?.body.errors).toMatchObject([{ path: 'saleDate' }]);
    });

    test.each([
        ['issueDate', { issueDate: '2001-01-01' }], ['saleDate', { saleDate: '2001-01-01' }],
        ['saleDate', { saleDate: '2019-12-31' }]
    ])('of a mistyped year is refused by name: %s of %j', async (path, dates) => {
        const { id } = await organisation.draft(dates);

        const { status, body } = await organisation.issue(id);

        expect([status, body.code, body.errors[0].path]).toEqual([422, 'DATE_TOO_EARLY', path]);
    });

    test('of the first year that counts is taken', async () => {
        const { status } = await organisation.issue((await organisation.draft({ issueDate: '2020-01-01' })).id);

        expect(status).toBe(200);
    });
});

describe('a series whose last date lies in the future, as earlier versions allowed', () => {
    const asUser = () => organisation.as({ role: 'user' });

    test('takes today\'s invoice of a user who may not backdate, by issue and as it is stored', async () => {
        await givenDatedAhead('2026-12-29');
        await givenDatedAhead('2026-12-29');
        const user = await asUser();

        const issued = await user('POST', `/invoices/${(await organisation.draft()).id}/issue`);
        const atOnce = await user('POST', '/invoices', { body: content({ issue: true }) });

        expect([issued.status, issued.body.invoiceNumber]).toEqual([200, 'FV/2026/11/0003']);
        expect([atOnce.status, atOnce.body.invoiceNumber]).toEqual([201, 'FV/2026/11/0004']);
        expect(await organisation.audit('vat_invoice-2026-11')).toMatchObject({ count: 4, gapless: true });
    });

    test('still refuses yesterday\'s, naming today as the last date that counts', async () => {
        await givenDatedAhead('2026-12-29');
        const user = await asUser();
        const draft = await organisation.draft({ issueDate: '2026-11-22' });

        const answers = [
            await user('POST', `/invoices/${draft.id}/issue`),
            await user('POST', '/invoices', { body: content({ issueDate: '2026-11-22', issue: true }) })
        ];

        expect(answers.map(({ status, body }) => [status, body.code, body.message])).toEqual(Array(2).fill([
            409, 'ISSUE_DATE_BEFORE_LAST',
            'issueDate: 2026-11-22 is before 2026-11-23, the last one of series vat_invoice-2026-11'
        ]));
    });

    test('takes a corrective of today', async () => {
        const [first, second] = [await organisation.issued(), await organisation.issued()];
        await correct(organisation, first.id, { type: 'full' });
        await onDatabase(service.databaseUrl, `UPDATE numbering_series SET last_issue_date = '2026-12-29'
            WHERE organisation_id = $1 AND id = 'corrective-2026-11'`, [organisation.id]);
        const user = await asUser();

        const { status, body } = await user(
            'POST', `/invoices/${second.id}/correctives`, { body: { reason: 'Zwrot', type: 'full' } });

        expect([status, body.invoiceNumber]).toEqual([201, 'FK/2026/11/0002']);
    });

    test('is filled by many users at once without a gap', async () => {
        await givenDatedAhead('2026-12-29');
        const user = await asUser();
        const drafts = await Promise.all(Array.from({ length: 12 }, () => organisation.draft()));

        const answers = await Promise.all([
            ...drafts.map(({ id }) => user('POST', `/invoices/${id}/issue`)),
            ...Array.from({ length: 12 }, () => user('POST', '/invoices', { body: content({ issue: true }) }))
        ]);

        expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
        expect(await organisation.audit('vat_invoice-2026-11'))
            .toMatchObject({ count: 25, gapless: true, duplicates: [] });
    });
});

describe('a document that an earlier version dated ahead', () => {
    test('is corrected, and cancelled by a corrective, from its day on', async () => {
        const id = await givenDatedAhead(tomorrow);
        await sent(organisation, id);

        const early = [
            await correct(organisation, id, { type: 'full' }),
            await cancel(organisation, id, { createCorrective: true })
        ];
        clock.pass(24 * hourMs);
        const cancelled = await cancel(organisation, id, { createCorrective: true });
        clock.pass(-24 * hourMs);

        expect(early.map(({ status, body }) => [status, body.code])).toEqual(
            Array(2).fill([422, 'ISSUE_DATE_IN_FUTURE']));
        expect(early[0]?.body.message).toBe('issueDate of the corrected document is 2026-11-24: it can be '
            + 'corrected from that day on, and today is 2026-11-23');
        expect([cancelled.status, cancelled.body.paymentStatus, cancelled.body.correctives[0].issueDate])
            .toEqual([200, 'cancelled', tomorrow]);
    });

    test('can be annulled at once', async () => {
        const id = await givenDatedAhead(tomorrow);

        const { status, body } = await cancel(organisation, id);

        expect([status, body.status, body.paymentStatus]).toEqual([200, 'cancelled', 'cancelled']);
    });
});
