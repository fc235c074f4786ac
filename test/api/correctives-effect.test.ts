import { describe, expect, test } from '@jest/globals';
import { countedVat } from '../support/counted-vat.ts';
import { cancel, correct, read, sent } from '../support/given-corrective.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

// Today is 23 November 2026.
const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

type Changes = Readonly<Record<string, unknown>>;

/** An invoice of 10 × 100.00, sold and issued in September, and its corrective. */
async function givenCorrected(changes: Changes, draft: Changes = {}): Promise<Answered['body']> {
    const { id, items } = await organisation.issued({
        issueDate: '2026-09-10', saleDate: '2026-09-08', items: [givenItem({ quantity: '10' })], ...draft
    });
    const [first, ...others] = items.map((item: Answered['body']) => item.id);
    const { quantity, ...rest } = changes;
    const { status, text, body } = await correct(organisation, id, {
        items: [first, ...others].map((itemId) => ({ itemId, quantity })), ...rest
    });
    if (status !== 201) throw new Error(text);
    return { original: id, corrective: body };
}
const counted = (id: string) => countedVat(service.databaseUrl, id);
const confirm = (id: string, confirmedOn: string, headers = {}) =>
    organisation.call('POST', `/invoices/${id}/receipt-confirmation`, { body: { confirmedOn }, headers });

describe('a raise', () => {
    test.each<[string, Changes, string]>([
        ['of a later cause, the default, counts on the issue date of the corrective', {}, '2026-11-23'],
        ['named as such counts on the issue date of the corrective', { correctionEffect: 'correction' }, '2026-11-23'],
        ['for a mistake counts in the period of the original', { correctionEffect: 'original' }, '2026-09-08'],
        ['with a date of its own counts on it',
            { correctionEffect: 'other', correctionEffectDate: '2026-10-15' }, '2026-10-15'],
        ['never counts before the tax point of the original',
            { correctionEffect: 'other', correctionEffectDate: '2026-08-15' }, '2026-09-08']
    ])('%s', async (_what, effect, day) => {
        const { corrective } = await givenCorrected({ quantity: '11', ...effect });

        expect(await counted(corrective.id)).toEqual([`S23: 100.00 + 23.00 on 2026-09-08, counted on ${day}`]);
        expect(corrective.correction).toMatchObject({
            correctionEffect: effect['correctionEffect'] ?? 'correction',
            correctionEffectDate: effect['correctionEffectDate'] ?? null
        });
        expect(corrective.vatBreakdown[0].taxPoints[0].countedOn).toBe(day);
    });

    test('of a sale to come counts with the sale', async () => {
        const { corrective } = await givenCorrected({ quantity: '11' },
            { issueDate: '2026-11-20', saleDate: '2026-12-15' });

        expect(await counted(corrective.id)).toEqual(['S23: 100.00 + 23.00 on 2026-12-15, counted on 2026-12-15']);
    });

    test('is one when the VAT rises, whatever the net does', async () => {
        const { id, items: [item] } = await organisation.issued({
            issueDate: '2026-09-10', items: [givenItem({ vatRate: 8 })]
        });

        // 100.00 + 8.00 becomes 90.00 + 20.70.
        const { body } = await correct(
            organisation, id, { items: [{ itemId: item.id, unitPriceNet: '90.00', vatRate: 23 }] });

        expect(await counted(body.id)).toEqual([
            'S23: 90.00 + 20.70 on 2026-09-10, counted on 2026-11-23',
            'S8: -100.00 + -8.00 on 2026-09-10, counted on 2026-11-23'
        ]);
    });
});

describe('a reduction', () => {
    test('counts when the receipt is confirmed, and not before', async () => {
        const { corrective } = await givenCorrected({ quantity: '9' });
        expect(await counted(corrective.id)).toEqual(['S23: -100.00 + -23.00 on 2026-09-08, counted not yet']);
        expect(corrective.vatBreakdown[0].taxPoints[0].countedOn).toBeNull();

        const { status, body } = await confirm(corrective.id, '2026-11-23');

        expect(status).toBe(200);
        expect(body).toMatchObject({
            id: corrective.id, version: 2, receiptConfirmedOn: '2026-11-23', contentHash: corrective.contentHash,
            vatBreakdown: [{ taxPoints: [{ countedOn: '2026-11-23' }] }]
        });
        expect(await counted(corrective.id)).toEqual(['S23: -100.00 + -23.00 on 2026-09-08, counted on 2026-11-23']);
        expect(await read(organisation, corrective.id)).toEqual(body);
        expect(await organisation.audit('corrective-2026-11')).toMatchObject({ chain: { verified: true } });
    });

    test('named as a mistake waits for its confirmation all the same', async () => {
        const { corrective } = await givenCorrected({ quantity: '9', correctionEffect: 'original' });

        expect(corrective.correction.correctionEffect).toBe('original');
        expect(await counted(corrective.id)).toEqual(['S23: -100.00 + -23.00 on 2026-09-08, counted not yet']);
    });

    test('of supplies to other countries and outside the tax needs no confirmation', async () => {
        const { corrective } = await givenCorrected({ quantity: '0' }, { customerNIP: 'DE136695976', items: [
            givenItem(), givenItem({ vatRate: 0, vatCategory: 'K' }), givenItem({ vatRate: 0, vatCategory: 'G' }),
            givenItem({ vatRate: 'np' }), givenItem({ vatRate: 'np_art100' }),
            givenItem({ vatRate: 'zw', exemptionReason: 'art. 43 ust. 1 pkt 2' })
        ] });

        expect(await counted(corrective.id)).toEqual([
            'AE0: -100.00 + 0.00 on 2026-09-08, counted on 2026-11-23',
            'E0: -100.00 + 0.00 on 2026-09-08, counted not yet',
            'G0: -100.00 + 0.00 on 2026-09-08, counted on 2026-11-23',
            'O0: -100.00 + 0.00 on 2026-09-08, counted on 2026-11-23',
            'S23: -100.00 + -23.00 on 2026-09-08, counted not yet',
            'K0: -100.00 + 0.00 on 2026-09-10, counted on 2026-11-23'
        ]);
    });

    test('of a sale to come counts with the sale, also by cancelling', async () => {
        const { id } = await organisation.issued({ saleDate: '2026-12-15' });
        await sent(organisation, id);

        const { body } = await cancel(organisation, id, { createCorrective: true });
        const correctiveId = body.correctives[0].invoiceId;
        await confirm(correctiveId, '2026-11-23');

        expect(await counted(id)).toEqual(['S23: 100.00 + 23.00 on 2026-12-15, counted on 2026-12-15']);
        expect(await counted(correctiveId)).toEqual(['S23: -100.00 + -23.00 on 2026-12-15, counted on 2026-12-15']);
    });

    test('before February 2026 counts on its issue date', async () => {
        const { corrective } = await givenCorrected({ quantity: '9', issueDate: '2026-01-31' },
            { issueDate: '2026-01-10', saleDate: '2026-01-10' });

        expect(await counted(corrective.id)).toEqual(['S23: -100.00 + -23.00 on 2026-01-10, counted on 2026-01-31']);
    });

    test('since February 2026 waits', async () => {
        const { corrective } = await givenCorrected({ quantity: '9', issueDate: '2026-02-01' },
            { issueDate: '2026-01-10', saleDate: '2026-01-10' });

        expect(await counted(corrective.id)).toEqual(['S23: -100.00 + -23.00 on 2026-01-10, counted not yet']);
    });
});

describe('the confirmation of a receipt', () => {
    test('is recorded once: the same day again is the same answer, another day is refused', async () => {
        const { corrective } = await givenCorrected({ quantity: '9', issueDate: '2026-11-20' });
        const { body: first } = await confirm(corrective.id, '2026-11-21');

        const again = await confirm(corrective.id, '2026-11-21');
        const other = await confirm(corrective.id, '2026-11-22');

        expect([again.status, again.body]).toEqual([200, first]);
        expect(other.body).toMatchObject({ status: 409, code: 'RECEIPT_ALREADY_CONFIRMED' });
        expect(other.body.message).toContain('2026-11-21');
    });

    test('is told to other systems and in the history', async () => {
        const { corrective } = await givenCorrected({ quantity: '9' });

        await confirm(corrective.id, '2026-11-23');

        const { body: { data } } = await organisation.call('GET', `/invoices/${corrective.id}/history`);
        expect(data.at(-1)).toMatchObject({
            action: 'invoice.receipt_confirmed', before: { receiptConfirmedOn: null },
            after: { receiptConfirmedOn: '2026-11-23' }
        });
        const events = await service.dependencies.database.prisma.outboxEvent
            .findMany({ where: { invoiceId: corrective.id }, orderBy: { sequence: 'asc' } });
        expect(events.map(({ type }) => type)).toEqual(['invoice.issued', 'invoice.receipt_confirmed']);
    });

    test.each([
        ['before the corrective was issued', '2026-11-19'], ['in the future', '2026-11-24']
    ])('%s is refused by name', async (_what, confirmedOn) => {
        const { corrective } = await givenCorrected({ quantity: '9', issueDate: '2026-11-20' });

        expect((await confirm(corrective.id, confirmedOn)).body)
            .toMatchObject({ status: 400, code: 'VALIDATION_FAILED', errors: [{ path: 'confirmedOn' }] });
    });

    test('of a document that does not wait for one is refused, and says why', async () => {
        const { original, corrective } = await givenCorrected({ quantity: '11' });

        const ofOriginal = await confirm(original, '2026-11-23');
        const ofRaise = await confirm(corrective.id, '2026-11-23');

        expect(ofOriginal.body).toMatchObject({ status: 409, code: 'RECEIPT_NOT_AWAITED' });
        expect(ofOriginal.body.message).toContain('no corrective');
        expect(ofRaise.body).toMatchObject({ status: 409, code: 'RECEIPT_NOT_AWAITED' });
        expect(ofRaise.body.message).toContain('counts without a confirmation');
    });

    test('twice at once is stored once', async () => {
        const { corrective } = await givenCorrected({ quantity: '9', issueDate: '2026-11-20' });

        const answers = await Promise.all(['2026-11-21', '2026-11-22'].map((day) => confirm(corrective.id, day)));

        expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
        expect((await read(organisation, corrective.id)).version).toBe(2);
    });
});

describe('the VAT report', () => {
    /** Net and VAT at 23 % of a month, and the numbers of what awaits its confirmation. */
    async function reported(month: string): Promise<Answered['body']> {
        const days = `startDate=2026-${month}-01&endDate=2026-${month}-28`;
        const { status, text, body } = await organisation.call('GET', `/invoices/analytics/vat-report?${days}`);
        if (status !== 200) throw new Error(text);
        const row = body.periods[0].rates.find(({ vatRate }: Answered['body']) => vatRate === 23);
        return {
            sum: row === undefined ? null : [row.net, row.vat],
            awaiting: body.awaitingConfirmation.map(({ invoiceNumber, net }: Answered['body']) => [invoiceNumber, net])
        };
    }

    test('has a raise for a mistake in the month of the original', async () => {
        await givenCorrected({ quantity: '11', correctionEffect: 'original' });

        expect(await reported('09')).toEqual({ sum: ['1100.00', '253.00'], awaiting: [] });
        expect((await reported('11')).sum).toBeNull();
    });

    test('lists a reduction until it is confirmed, and has it in the month of the confirmation then', async () => {
        const { corrective } = await givenCorrected({ quantity: '9' });

        expect(await reported('11')).toEqual({ sum: null, awaiting: [['FK/2026/11/0001', '-100.00']] });
        await confirm(corrective.id, '2026-11-23');
        expect(await reported('11')).toEqual({ sum: ['-100.00', '-23.00'], awaiting: [] });
        expect((await reported('09')).sum).toEqual(['1000.00', '230.00']);
    });

    test('has an invoice of a sale to come and what took it back in the same month', async () => {
        const { id } = await organisation.issued({ saleDate: '2026-12-15' });
        await sent(organisation, id);
        const { body } = await cancel(organisation, id, { createCorrective: true });
        await confirm(body.correctives[0].invoiceId, '2026-11-23');

        expect((await reported('11')).sum).toBeNull();
        expect((await reported('12')).sum).toEqual(['0.00', '0.00']);
    });

    test('moves what another sale date moves', async () => {
        const { id } = await organisation.issued({ issueDate: '2026-11-05', saleDate: '2026-11-05' });

        await correct(organisation, id, { saleDate: '2026-10-20' });

        expect((await reported('10')).sum).toEqual(['100.00', '23.00']);
        expect((await reported('11')).sum).toEqual(['0.00', '0.00']);
    });
});
