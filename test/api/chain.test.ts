import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verifyChain } from '../../app/features/series/verify-chain.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { cancel, correct } from '../support/given-corrective.ts';
import { advance, convert, order } from '../support/given-order.ts';
import { paidInFull } from '../support/given-payment.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const series = 'vat_invoice-2026-11';
/** Seed of this run; printed with each failure, so that it can be repeated. */
const anySeed = Date.now() % 2 ** 31;

const service = useService();
const organisation = useOrganisation(service);

async function givenChain(documents = 3): Promise<Answered['body'][]> {
    const issued = [];
    for (let document = 0; document < documents; document += 1) {
        issued.push(await organisation
            .issued({ notes: `Nr ${document + 1}`, items: [givenItem(), givenItem({ quantity: 2 })] }));
    }
    return issued;
}

const chain = async (): Promise<Answered['body']> => (await organisation.audit(series)).chain;

/** Runs SQL as a user who may switch off the database's own rules. */
function behindTheService(sql: string, values: readonly unknown[] = []) {
    const text = values.reduce<string>(
        (statement, value, index) => statement.replaceAll(`$${index + 1}`, `'${String(value)}'`), sql);
    return onDatabase(service.databaseUrl, `SET session_replication_role = replica; ${text}`);
}

describe('the chain of a series', () => {
    test('before its first document is not there, and is verified with it', async () => {
        expect((await organisation.call('GET', `/invoices/numbering/${series}/audit`)).status).toBe(404);

        const [only] = await givenChain(1);

        expect(await chain()).toEqual({
            verified: true, documents: 1, withoutHash: 0, lastWithoutHash: null, mismatches: 0, firstMismatch: null,
            lastHash: only.chainHash, nextAfter: null
        });
    });

    test('shows in the answer, the kept answer, the history and the event, all the same', async () => {
        const draft = await organisation.draft();
        expect(draft).toMatchObject({ contentHash: null, chainHash: null });

        const issued = await organisation.issue(draft.id, undefined, { 'idempotency-key': 'k' });
        const again = await organisation.issue(draft.id, undefined, { 'idempotency-key': 'k' });
        const read = await organisation.call('GET', `/invoices/${draft.id}`);
        const { body: { data } } = await organisation.call('GET', `/invoices/${draft.id}/history`);
        const [event] = await service.dependencies.database.prisma.outboxEvent
            .findMany({ where: { invoiceId: draft.id } });

        const { contentHash, chainHash } = issued.body;
        expect([contentHash, chainHash])
            .toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
        expect([again.text, read.text]).toEqual([issued.text, issued.text]);
        expect(data.at(-1).after).toMatchObject({ contentHash, chainHash });
        expect(event?.payload).toMatchObject({ contentHash, chainHash });
    });

    test('is kept by whatever happens to its documents later', async () => {
        const [first, second] = await givenChain();
        await paidInFull(organisation, first.id);
        await onDatabase(service.databaseUrl, `UPDATE invoice SET status = 'cancelled', sent_at = now(),
            cancelled_at = now(), annulled_at = now(),
            cancellation_date = current_date, cancellation_reason = 'Pomyłka' WHERE id = $1`, [second.id]);

        expect(await chain()).toMatchObject({ verified: true, documents: 3 });
    });

    test('stays whole when 20 drafts are issued at once, and no two documents have a hash in common', async () => {
        const drafts = await Promise.all(Array.from(
            { length: 20 }, (_, index) => organisation.draft({ notes: `${index}` })));

        const issued = await Promise.all(drafts.map(({ id }) => organisation.issue(id)));

        expect(issued.map(({ status }) => status)).toEqual(drafts.map(() => 200));
        expect(new Set(issued.flatMap(({ body }) => [body.contentHash, body.chainHash])).size).toBe(40);
        expect(await chain()).toMatchObject({ verified: true, documents: 20, withoutHash: 0 });
    });

    test('holds any content: what was hashed before it was stored is what is read back', async () => {
        const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
            .map((value) => value.replace(/\p{Cc}|[\ufffe\uffff]/gu, '·')).filter((value) => value.trim() !== '');
        const decimal = (most: number, places: number) => fc.integer({ min: 1, max: most }).map((units) =>
            (units / 10 ** places).toFixed(places));
        const item = fc.record({
            description: text, unit: fc.constantFrom('szt', 'm²', '箱'), quantity: decimal(100_000, 3),
            unitPriceNet: decimal(1_000_000, 4), vatRate: fc.constantFrom(23, 5, 0, 'zw', 'np', 'oo', 'np_art100'),
            discountPercent: decimal(100_000, 4).filter((percent) => Number(percent) <= 100)
        }).map(givenItem);
        const draft = fc.record({
            items: fc.array(item, { minLength: 1, maxLength: 4 }), currency: fc.constantFrom('PLN', 'JPY', 'KWD'),
            pricesInclude: fc.constantFrom('net', 'gross'), customerName: text, customerAddress: text,
            notes: fc.option(text), orderNumber: fc.option(text), paymentTerms: fc.option(text),
            saleDate: fc.constantFrom(null, '2026-11-01')
        }, { requiredKeys: ['items', 'customerName', 'customerAddress'] }).map((body) =>
            // Table A has no rate of the Kuwaiti dinar.
            ({
                customerNIP: 'DE136695976', ...body,
                ...(body.currency === 'KWD' ? { exchangeRate: '12.90251' } : {})
            }));
        const bodies = fc.sample(draft, { numRuns: 40, seed: anySeed });

        const issued = await Promise.all(bodies.map((body) => organisation.issued(body)));

        expect({ anySeed, ...await chain() }).toMatchObject({ verified: true, firstMismatch: null, documents: 40 });
        expect(issued).toHaveLength(40);
    });

    test('of a proforma is another one', async () => {
        await givenChain(1);
        const proforma = await organisation.issued({ invoiceType: 'proforma' });

        expect((await organisation.audit('proforma-2026-11')).chain)
            .toMatchObject({ verified: true, documents: 1, lastHash: proforma.chainHash });
        expect(await chain()).toMatchObject({ verified: true, documents: 1 });
    });
});

describe('a change behind the service is found and named', () => {
    const second = 'FV/2026/11/0002';

    test.each([
        ['a total', 'UPDATE invoice SET total_net = total_net - 1, total_gross = total_gross - 1 WHERE id = $1',
            second, 'content_changed'],
        ['the amount of a line', `UPDATE invoice_line SET net = net - 1, gross = gross - 1
            WHERE invoice_id = $1 AND position = 1`, second, 'content_changed'],
        ["the buyer's name", `UPDATE invoice SET buyer = jsonb_set(buyer, '{name}', '"Ktoś inny"'),
            customer_name = 'Ktoś inny' WHERE id = $1`, second, 'content_changed'],
        ["the buyer's name that is only searched", `UPDATE invoice SET customer_name = 'Ktoś inny' WHERE id = $1`,
            second, 'content_changed'],
        ['a space in the notes', `UPDATE invoice SET notes = notes || ' ' WHERE id = $1`, second, 'content_changed'],
        ["the seller's account", `UPDATE invoice SET seller = jsonb_set(seller, '{iban}', '"PL00"') WHERE id = $1`,
            second, 'content_changed'],
        ['the issue date', 'UPDATE invoice SET issue_date = issue_date - 1 WHERE id = $1', second, 'content_changed'],
        ['the instant of issue', `UPDATE invoice SET issued_at = issued_at + interval '1 millisecond' WHERE id = $1`,
            second, 'content_changed'],
        ['a VAT rate', 'UPDATE invoice_line SET vat_rate = 8 WHERE invoice_id = $1', second, 'content_changed'],
        ['where a price came from', `UPDATE invoice_line SET price_source = price_source || '{"stale": true}'
            WHERE invoice_id = $1`, second, 'content_changed'],
        ['an amount to what its currency cannot hold',
            'UPDATE invoice_line SET price_amount = 0.0001 WHERE invoice_id = $1', second, 'content_changed'],
        ['the currency to none', `UPDATE invoice SET currency = 'ZZZ' WHERE id = $1`, second, 'content_changed'],
        ['a line taken away', 'DELETE FROM invoice_line WHERE invoice_id = $1 AND position = 2',
            second, 'content_changed'],
        ['all lines taken away', 'DELETE FROM invoice_line WHERE invoice_id = $1', second, 'content_changed'],
        ['the order of lines', 'UPDATE invoice_line SET position = 3 - position WHERE invoice_id = $1',
            second, 'content_changed'],
        ['the number', `UPDATE invoice SET number = 'FV/2026/11/9000' WHERE id = $1`,
            'FV/2026/11/9000', 'chain_broken'],
        ['the content with its hash', `UPDATE invoice SET notes = 'x', content_hash = repeat('a', 64) WHERE id = $1`,
            second, 'content_changed'],
        ['the chain hash', `UPDATE invoice SET chain_hash = repeat('a', 64) WHERE id = $1`, second, 'chain_broken'],
        ['the hashes taken away', 'UPDATE invoice SET content_hash = NULL, chain_hash = NULL WHERE id = $1',
            'FV/2026/11/0003', 'chain_broken'],
        ['a document taken away', 'DELETE FROM invoice WHERE id = $1', 'FV/2026/11/0003', 'document_missing'],
        ['a document taken away and the gap closed', `DELETE FROM invoice WHERE id = $1;
            UPDATE invoice SET series_number = 2 WHERE organisation_id = $2 AND series_number = 3;
            UPDATE numbering_series SET last_number = 2 WHERE organisation_id = $2`, 'FV/2026/11/0003', 'chain_broken'],
        ['the record of the last hash', `UPDATE numbering_series SET last_hash = repeat('a', 64)
            WHERE organisation_id = $2`, 'FV/2026/11/0003', 'end_missing']
    ])('%s', async (_what, sql, invoiceNumber, reason) => {
        const [, { id }] = await givenChain();
        expect(await chain()).toMatchObject({ verified: true, documents: 3 });

        await behindTheService(sql, [id, organisation.id]);

        expect(await chain()).toMatchObject({ verified: false, firstMismatch: { invoiceNumber, reason } });
    });

    test('the first of several is named, and one change puts no other document in doubt', async () => {
        const [first, , third] = await givenChain(4);
        await behindTheService(`UPDATE invoice SET notes = 'x' WHERE id IN ($1, $2)`, [first.id, third.id]);

        expect(await chain()).toMatchObject({
            verified: false, documents: 4, mismatches: 2,
            firstMismatch: { invoiceNumber: 'FV/2026/11/0001', reason: 'content_changed' }
        });
    });

    test('two documents that changed places with all but their content', async () => {
        const [first, second] = await givenChain(2);
        const swap = (of: string, as: string) => `UPDATE invoice i
            SET number = o.number, series_number = o.series_number
            FROM (SELECT '${as === first.id ? first.invoiceNumber : second.invoiceNumber}' AS number,
                ${as === first.id ? 1 : 2} AS series_number) o WHERE i.id = '${of}'`;
        await behindTheService(`UPDATE invoice SET number = 'x', series_number = 99 WHERE id = $1;
            ${swap(second.id, first.id)}; ${swap(first.id, second.id)}`, [first.id]);

        expect(await chain()).toMatchObject({
            verified: false, firstMismatch: { invoiceNumber: 'FV/2026/11/0001', reason: 'chain_broken' }
        });
    });

    test('the last document taken away, and all of them', async () => {
        const issued = await givenChain(2);
        await behindTheService('DELETE FROM invoice WHERE id = $1', [issued[1].id]);
        expect(await chain()).toMatchObject({
            verified: false, firstMismatch: { invoiceNumber: 'FV/2026/11/0001', reason: 'end_missing' }
        });

        await behindTheService('DELETE FROM invoice WHERE id = $1', [issued[0].id]);

        expect(await chain()).toMatchObject({
            verified: false, documents: 0, firstMismatch: { invoiceNumber: series, reason: 'end_missing' }
        });
    });

    test('a document of another organisation moved in', async () => {
        const other = await givenOrganisation(service);
        const { id } = await other.issued();
        await givenChain(1);
        await behindTheService(`UPDATE invoice SET organisation_id = $2, series_number = 2, number = 'FV/2026/11/0002'
            WHERE id = $1;
            UPDATE numbering_series SET last_number = 2 WHERE organisation_id = $2`, [id, organisation.id]);

        expect(await chain())
            .toMatchObject({ verified: false, firstMismatch: { invoiceNumber: second, reason: 'content_changed' } });
    });
});

describe('documents from before there were hashes', () => {
    test('are counted, and the chain begins after them', async () => {
        await givenChain(2);
        await behindTheService(`UPDATE invoice SET content_hash = NULL, chain_hash = NULL WHERE organisation_id = $1;
            UPDATE numbering_series SET last_hash = NULL WHERE organisation_id = $1`, [organisation.id]);
        expect(await chain()).toMatchObject({
            verified: true, documents: 2, withoutHash: 2, lastWithoutHash: 'FV/2026/11/0002', lastHash: null
        });

        const { chainHash } = await organisation.issued();

        expect(await chain()).toMatchObject({ verified: true, documents: 3, withoutHash: 2, lastHash: chainHash });
    });
});

describe('a series that is too long for one call', () => {
    test('is gone through in several, and a change in a later part is found there', async () => {
        const issued = await givenChain(55);
        const { dependencies: { database } } = service;
        const limits = { documents: 50, milliseconds: 60_000 };
        const from = (after: number) => verifyChain(database, organisation.id, series, { after, limits });
        expect(await from(0))
            .toMatchObject({ verified: true, documents: 50, nextAfter: 50, lastHash: issued[54].chainHash });
        expect(await from(50)).toMatchObject({ verified: true, documents: 5, nextAfter: null });

        await behindTheService(`UPDATE invoice SET notes = 'x' WHERE id = $1`, [issued[52].id]);

        expect(await from(0)).toMatchObject({ verified: true, nextAfter: 50 });
        expect(await from(50)).toMatchObject({ verified: false, firstMismatch: { invoiceNumber: 'FV/2026/11/0053' } });
        expect((await organisation.call('GET', `/invoices/numbering/${series}/audit?after=50`)).body)
            .toMatchObject({ count: 55, chain: { documents: 5, mismatches: 1 } });
    });

    test('past its end nothing is left, and what is no counter is refused by name', async () => {
        await givenChain(1);

        expect((await organisation.call('GET', `/invoices/numbering/${series}/audit?after=7`)).body.chain)
            .toMatchObject({ verified: true, documents: 0, nextAfter: null });
        for (const after of ['-1', '1.5', 'x']) {
            const { status, body } = await organisation.call(
                'GET', `/invoices/numbering/${series}/audit?after=${after}`);
            expect([status, body.errors[0].path]).toEqual([400, 'after']);
        }
    });
});

describe('the recipe of docs/operations.md, which knows nothing of the service', () => {
    let folder: string;
    beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'verify-'));
    });
    afterAll(() => rm(folder, { recursive: true }));

    /** Runs the documented statement and the documented script unchanged. */
    async function verifiedByStranger(id = series): Promise<string> {
        const operations = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8');
        const block = (language: string, marked: string): string =>
            [...operations.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, code]) => code ?? '')
                .find((code) => code.includes(marked)) ?? '';
        const sql = block('sql', `:'organisation'`).replace(`:'organisation'`, '$1').replace(`:'series'`, '$2');
        const documents = await onDatabase<{ document: string }>(service.databaseUrl, sql, [organisation.id, id]);
        const script = join(folder, 'verify.mjs');
        await writeFile(script, block('js', 'sha256'));
        const { stdout } = spawnSync(process.execPath, [script, id],
            { encoding: 'utf8', input: documents.map(({ document }) => `${document}\n`).join('') });
        return stdout;
    }

    test('comes to the same hashes', async () => {
        const issued = await givenChain();
        await organisation.issued({
            currency: 'JPY', pricesInclude: 'gross', customerName: 'Łódź "A\\B" 🏠\u2028 / é', notes: 'a\tb\nc',
            orderNumber: 'PO/7', discountPercent: '3.3'
        });
        await organisation.profile({
            endpoint: { scheme: '9945', id: 'PL1234563218' }, contact: { name: 'Biuro', phone: null, email: null },
            iban: 'PL61109010140000071219812874', ibans: { EUR: 'PL10105000997603123456789123' }
        });
        await organisation.issued({
            currency: 'EUR', customerNIP: 'DE136695976', items: [givenItem({ vatRate: 'np_art100' })]
        });
        await organisation.issued({
            customerName: 'Alpen AG', customerAddress: undefined, customerStreet: 'Bergweg 1',
            customerPostalCode: '8001', customerCity: 'Zürich', customerCountry: 'CH',
            customerTaxId: { country: 'CH', number: 'CHE-123.456.788' }, buyerIsJstUnit: true,
            buyerIsVatGroupMember: true, buyerReference: '04011000-12345-67',
            buyerEndpoint: { scheme: '0183', id: 'CHE123456788' }, eInvoice: 'peppol',
            recipient: { name: 'Filiale', address: 'Talweg 2', role: 'recipient' },
            items: [givenItem({ gtu: '07' }), givenItem()]
        });
        const { lastHash, verified } = await chain();

        expect(await verifiedByStranger()).toBe(`last hash: ${lastHash}\n`);
        expect([issued.length, verified]).toEqual([3, true]);
    });

    test('comes to the same hashes for correctives of amounts, data and forgotten items', async () => {
        const { id, items: [item] } = await organisation.issued({ saleDate: '2026-11-02', currency: 'EUR' });
        const correctives: Answered['body'][] = [];
        for (const changes of [
            { items: [{ itemId: item.id, quantity: '2' }], correctionEffect: 'other',
                correctionEffectDate: '2026-11-03' },
            { customerName: 'Anna Nowa', customerNIP: '1234563218', saleDate: '2026-11-10' },
            { newItems: [givenItem({ description: 'Listwy' })] }
        ]) correctives.push((await correct(organisation, id, changes)).body);

        expect(await verifiedByStranger('corrective-2026-11'))
            .toBe(`last hash: ${correctives.at(-1)?.chainHash}\n`);
        expect((await organisation.audit('corrective-2026-11')).chain).toMatchObject({ verified: true, documents: 3 });
    });

    test('comes to the hashes of advance invoices, of the final invoice and of its corrective', async () => {
        const offer = await order(organisation);
        await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-11-02' });
        const { body: draft } = await convert(organisation, offer.id);
        const { body: final } = await organisation.issue(draft.id);
        await correct(organisation, final.id, { type: 'full' });
        await cancel(organisation, final.id);
        await advance(organisation, offer.id, { amount: '1170.00', receivedOn: '2026-11-03' });

        for (const [of, documents] of [['advance_invoice', 2], ['vat_invoice', 1], ['corrective', 1]] as const) {
            const { chain: { lastHash, verified, documents: found } } = await organisation.audit(`${of}-2026-11`);
            expect([verified, found, await verifiedByStranger(`${of}-2026-11`)])
                .toEqual([true, documents, `last hash: ${lastHash}\n`]);
        }
    });

    test('names what was changed', async () => {
        const [, { id }] = await givenChain();
        await behindTheService(`UPDATE invoice_line SET description = 'x' WHERE invoice_id = $1`, [id]);

        expect(await verifiedByStranger())
            .toMatch(/^FV\/2026\/11\/0002: the content is not the one that was issued\nlast hash: /);
    });
});
