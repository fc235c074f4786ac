import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { metadataOf } from '../../app/features/documents/pdf-revision.ts';
import { advance, convert, order, payAdvance } from '../support/given-order.ts';
import { cancel, correct } from '../support/given-corrective.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { exact, readEInvoice, wrongSums } from '../support/read-e-invoice.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const seller = useOrganisation(service);

/** A seller with everything that the forms ask for. */
const complete = {
    iban: 'PL61109010140000071219812874', endpoint: { scheme: '9945', id: 'PL1234563218' },
    contact: { name: 'Biuro obsługi', phone: '+48 22 123 45 67', email: 'biuro@podlogi.example' }
};

/** A buyer in Germany with everything that the forms ask for. */
const german = {
    customerName: 'Beispielboden GmbH', customerNIP: 'DE136695976', customerStreet: 'Musterstraße 5',
    customerPostalCode: '10115', customerCity: 'Berlin', customerCountry: 'DE',
    buyerEndpoint: { scheme: '9930', id: 'DE136695976' }, buyerReference: '04011000-12345-67'
};

function eInvoice(id: string, query = ''): Promise<Answered> {
    return seller.call('GET', `/invoices/${id}/e-invoice?${query}`);
}

/** Rules and fields of a refusal. */
function rulesOf({ body }: Answered): readonly unknown[] {
    return body.errors.map(({ code, path }: Record<string, string>) => [code, path]);
}

describe('an issued invoice', () => {
    test('is UBL where nothing else is asked for, as a file with its number', async () => {
        await seller.profile(complete);
        const { id, totalGross } = await seller.issued();

        const { status, headers, text } = await eInvoice(id);

        expect([status, headers['content-type']]).toEqual([200, 'application/xml']);
        expect(headers['content-disposition']).toMatch(/^attachment; filename="?FV-2026-11-0001\.xml"?$/);
        expect(text).toContain('urn:oasis:names:specification:ubl:schema:xsd:Invoice-2');
        const read = readEInvoice(text);
        expect([read.typeCode, read.gross, read.due, wrongSums(read)])
            .toEqual(['380', exact(totalGross), exact(totalGross), []]);
    });

    test('is the same file after a payment', async () => {
        await seller.profile(complete);
        const { id } = await seller.issued();
        const { text } = await eInvoice(id);
        await seller.call('PATCH', `/invoices/${id}/mark-paid`,
            { body: { paymentDate: '2026-11-23', paymentMethod: 'cash', amountPaid: '23.00' } });

        expect((await eInvoice(id)).text).toBe(text);
    });

    test('states the money that was received before it, and what is left', async () => {
        await seller.profile(complete);
        const { id } = await order(seller);
        await payAdvance(seller, id, '500.00', '2026-11-23');
        const { body: draft } = await convert(seller, id);
        await seller.issue(draft.id);

        for (const format of ['ubl', 'cii']) {
            const { paid, due } = readEInvoice((await eInvoice(draft.id, `format=${format}`)).text);

            expect([paid, due]).toEqual([exact('500'), exact('1270')]);
        }
    });

    test('adds up with gross prices, discounts of lines and of the document, in each rounding model', async () => {
        for (const roundingModel of ['per_rate', 'per_line']) {
            await seller.profile({ ...complete, roundingModel });
            const { id, totalNet, totalVAT } = await seller.issued({
                pricesInclude: 'gross', discountPercent: '7.5', discountAmount: '3.33', items: [
                    givenItem({ quantity: '3', unitPriceNet: '33.33', discountPercent: '12.5' }),
                    givenItem({ quantity: '7.125', unitPriceNet: '9.99', discountAmount: '1.01', vatRate: 8 }),
                    givenItem({ quantity: '1.5', unitPriceNet: '19.99', priceBaseQuantity: '10' })
                ]
            });

            const read = readEInvoice((await eInvoice(id)).text);

            expect([wrongSums(read), read.net, read.vat]).toEqual([[], exact(totalNet), exact(totalVAT)]);
        }
    });

    test('keeps every letter, and no control character', async () => {
        await seller.profile(complete);
        const description = 'Zażółć <gęślą> & "jaźń" ]]> 木材 🪵 אלון';
        const notes = 'Pierwszy\r\ndrugi & <trzeci>';
        const { id } = await seller.issued({ notes, items: [givenItem({ description })] });

        for (const format of ['ubl', 'cii']) {
            const { lines: [line], note } = readEInvoice((await eInvoice(id, `format=${format}`)).text);

            expect([line?.name, note]).toEqual([description, 'Pierwszy\ndrugi & <trzeci>']);
        }
    });

    test('names a unit by its code, and one without a code in a note', async () => {
        await seller.profile(complete);
        const units = ['m²', 'mb', 'szt.', 'godz.', 'kpl', 'skrzynka'];
        const { id } = await seller.issued({ items: units.map((unit) => givenItem({ unit })) });

        const { lines } = readEInvoice((await eInvoice(id)).text);

        expect(lines.map(({ unit }) => unit)).toEqual(['MTK', 'MTR', 'C62', 'HUR', 'SET', 'C62']);
        expect(lines.map(({ note }) => note)).toEqual([...Array(5).fill(undefined), 'Jednostka: skrzynka']);
    });

    test('in a foreign currency has the VAT in both', async () => {
        await seller.profile(complete);
        const { id, totalVATInVatCurrency } = await seller.issued({ currency: 'EUR' });

        const { text } = await eInvoice(id);

        expect(text).toContain('<cbc:TaxCurrencyCode>PLN</cbc:TaxCurrencyCode>');
        expect(readEInvoice(text).vatInVatCurrency).toBe(exact(totalVATInVatCurrency));
    });
});

describe('as Factur-X', () => {
    test('is a PDF that carries the very CII, and says so in its metadata', async () => {
        await seller.profile(complete);
        const { id } = await seller.issued({ eInvoice: 'facturx' });

        const { headers, bytes } = await eInvoice(id);

        expect(headers['content-type']).toBe('application/pdf');
        expect(headers['content-disposition']).toMatch(/FV-2026-11-0001\.pdf$/);
        const { xmp } = metadataOf(bytes);
        expect(xmp).toContain('<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>');
        expect(xmp.match(/<pdfaExtension:schemas>/g)).toHaveLength(1);
        const { text } = await eInvoice(id, 'format=cii');
        expect(streamsOf(bytes).filter((stream) => stream.includes('CrossIndustryInvoice'))).toEqual([text]);
    });

    /** Compressed streams of a PDF as text. */
    function streamsOf(pdf: Buffer): readonly string[] {
        const text = pdf.toString('latin1');
        return [...text.matchAll(/\/Length (\d+)[^]*?stream\r?\n/g)].flatMap((found) => {
            const start = found.index + found[0].length;
            const data = pdf.subarray(start, start + Number(found[1]));
            try {
                return [inflateSync(data).toString('utf8')];
            } catch {
                return [data.toString('utf8')];
            }
        });
    }
});

describe('is refused', () => {
    test('of a draft, a proforma and an annulled invoice', async () => {
        await seller.profile(complete);
        const draft = await seller.draft();
        const proforma = await order(seller);
        const annulled = await seller.issued();
        await cancel(seller, annulled.id);

        const answers = await Promise.all([draft, proforma, annulled].map(({ id }) => eInvoice(id)));

        expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
            [409, 'INVOICE_NOT_ISSUED'], [422, 'NOT_A_VAT_INVOICE'], [409, 'INVOICE_CANCELLED']
        ]);
    });

    test.each([
        ['format=fa3', 'format'], ['format=xml', 'format'], ['profile=ehf', 'profile'],
        ['format=cii&profile=peppol', 'profile'], ['format=facturx&profile=xrechnung', 'profile'],
        ['format=ubl&profile=facturx', 'profile'], ['form=ubl', 'form']
    ])('with %s, naming the field', async (query, field) => {
        const { id } = await seller.issued();

        const { status, body } = await eInvoice(id, query);

        expect([status, body.errors[0].path]).toEqual([400, field]);
        expect(body.message).toContain(field);
    });

    test('where the document breaks a rule of the profile, with its id and field', async () => {
        await seller.profile(complete);
        const { id } = await seller.issued();

        const peppol = await eInvoice(id, 'profile=peppol');
        const xrechnung = await eInvoice(id, 'profile=xrechnung');

        expect([peppol.status, peppol.body.code, rulesOf(peppol)]).toEqual([422, 'E_INVOICE_RULE', [
            ['PEPPOL-EN16931-R003', 'buyerReference'], ['PEPPOL-EN16931-R010', 'buyerEndpoint']
        ]]);
        expect(rulesOf(xrechnung)).toEqual([
            ['PEPPOL-EN16931-R010', 'buyerEndpoint'], ['BR-DE-8', 'customerCity'], ['BR-DE-9', 'customerPostalCode'],
            ['BR-DE-15', 'buyerReference']
        ]);
    });
});

describe('the rules at the issue', () => {
    test('refuse what the form lacks, and warn in the draft', async () => {
        const draft = await seller.draft({ eInvoice: 'xrechnung' });

        const refused = await seller.issue(draft.id);

        expect([refused.status, refused.body.code]).toEqual([422, 'E_INVOICE_RULE']);
        const rules = [
            ['BR-61', 'organisation.iban'], ['PEPPOL-EN16931-R020', 'organisation.endpoint'],
            ['PEPPOL-EN16931-R010', 'buyerEndpoint'], ['BR-DE-2', 'organisation.contact'],
            ['BR-DE-8', 'customerCity'], ['BR-DE-9', 'customerPostalCode'], ['BR-DE-15', 'buyerReference']
        ];
        expect(rulesOf(refused)).toEqual(rules);
        expect(draft.warnings.map(({ code, path }: Record<string, string>) => [code, path]))
            .toEqual(rules.map(([, path]) => ['E_INVOICE_RULE', path]));
        expect(refused.body.message).toContain('organisation.iban');
        expect((await seller.call('GET', `/invoices/${draft.id}`)).body.status).toBe('draft');
    });

    test('let the mended draft pass, as message and warnings told', async () => {
        const draft = await seller.draft({ eInvoice: 'xrechnung' });
        await seller.profile(complete);

        const edited = await seller.call('PATCH', `/invoices/${draft.id}`, { body: { ...german, items: [
            givenItem({ vatRate: 'np_art100' })
        ] } });
        const issued = await seller.issue(draft.id);

        expect(edited.body.warnings ?? []).toEqual([]);
        expect(issued.status).toBe(200);
        expect((await eInvoice(draft.id)).text).toContain('xrechnung_3.0');
    });

    test('follow the default of the organisation, unless the draft says none', async () => {
        await seller.profile({ eInvoice: 'peppol' });
        const byDefault = await seller.draft();
        const none = await seller.draft({ eInvoice: 'none' });

        expect([byDefault.eInvoice, none.eInvoice]).toEqual(['peppol', 'none']);
        expect((await seller.issue(byDefault.id)).body.code).toBe('E_INVOICE_RULE');
        expect((await seller.issue(none.id)).status).toBe(200);
    });

    test('hold for a document that is stored and issued in one, and store nothing', async () => {
        const { status, body } = await seller.call('POST', '/invoices', { body: {
            customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa', eInvoice: 'peppol',
            items: [givenItem()], issue: true
        } });

        expect([status, body.code]).toEqual([422, 'E_INVOICE_RULE']);
        expect((await seller.call('GET', '/invoices')).body.total).toBe(0);
    });

    test.each([
        ['np beside another treatment', { items: [givenItem({ vatRate: 'np' }), givenItem({ vatRate: 23 })] },
            ['BR-O-11', 'items[0].vatRate']],
        ['a third decimal', {
            currency: 'KWD', exchangeRate: '12.9', exchangeRateDate: '2026-11-20',
            items: [givenItem({ unitPriceNet: '1.001' })]
        }, ['BR-DEC-23', 'items[0]']],
        ['a scheme that is none', { buyerEndpoint: { scheme: '1234', id: 'x' } }, ['BR-CL-25', 'buyerEndpoint.scheme']]
    ])('refuse %s', async (_what, body, rule) => {
        await seller.profile(complete);
        const { id } = await seller.draft({ eInvoice: 'en16931', ...body });

        const refused = await seller.issue(id);

        expect([refused.status, refused.body.code]).toEqual([422, 'E_INVOICE_RULE']);
        expect(rulesOf(refused)[0]).toEqual(rule);
    });

    test.each([
        ['0088', '5790000436057', '5790000436058', 'PEPPOL-COMMON-R040'],
        ['0192', '991825827', '991825828', 'PEPPOL-COMMON-R041'],
        ['0208', '0202239951', '0202239952', 'PEPPOL-COMMON-R043'],
        ['0007', '2021005489', '2021005480', 'PEPPOL-COMMON-R049'],
        ['0184', 'DK13585628', '135856280', 'PEPPOL-COMMON-R042'],
        ['0204', '04011000-12345-67', undefined, ''],
        ['EM', undefined, 'buyer@example.com', 'PEPPOL-EN16931-CL008']
    ])('know the form of addresses of scheme %s', async (scheme, right, wrong, rule) => {
        await seller.profile(complete);
        const rulesFor = async (id: string) => {
            const items = [givenItem({ vatRate: 'np_art100' })];
            const draft = await seller.draft({ ...german, eInvoice: 'peppol', items });
            await service.dependencies.database.pool.query(
                'UPDATE invoices.invoice SET buyer_endpoint = $2 WHERE id = $1', [draft.id, { scheme, id }]);
            const answer = await seller.issue(draft.id);
            return answer.status === 200 ? [] : rulesOf(answer).map((found) => (found as string[])[0]);
        };

        if (right !== undefined) expect(await rulesFor(right)).toEqual([]);
        if (wrong !== undefined) expect(await rulesFor(wrong)).toEqual([rule]);
    });

    test('refuse a corrective of items, and never the one that takes everything back', async () => {
        await seller.profile(complete);
        const { id, items: [item] } = await seller.issued({ ...german, eInvoice: 'peppol', items: [
            givenItem({ vatRate: 'np_art100', quantity: '2' })
        ] });
        await seller.profile({ ...complete, endpoint: null });

        const some = await correct(seller, id, { items: [{ itemId: item.id, quantity: '1' }] });
        const full = await cancel(seller, id, { createCorrective: true });

        expect([some.body.code, rulesOf(some)])
            .toEqual(['E_INVOICE_RULE', [['PEPPOL-EN16931-R020', 'organisation.endpoint']]]);
        expect(full.status).toBe(200);
    });

    test('hold for an advance invoice and its final invoice', async () => {
        await seller.profile({ ...complete, eInvoice: 'peppol' });
        const { id } = await order(seller, { orderNumber: 'PO-1' });

        const refused = await advance(seller, id, { amount: '100.00', receivedOn: '2026-11-23' });

        expect([refused.status, rulesOf(refused)]).toEqual([422, [['PEPPOL-EN16931-R010', 'buyerEndpoint']]]);
    });
});

describe('documents that follow another', () => {
    test('an advance invoice is 386 with nothing to pay, and its final invoice deducts it by quantity', async () => {
        await seller.profile(complete);
        const { id } = await order(seller);
        const { body: { id: advanceId } } = await advance(seller, id, { amount: '590.00', receivedOn: '2026-11-23' });
        const { body: draft } = await convert(seller, id);
        const { body: final } = await seller.issue(draft.id);

        const ofAdvance = readEInvoice((await eInvoice(advanceId)).text);
        const { text } = await eInvoice(final.id);
        const ofFinal = readEInvoice(text);

        expect([ofAdvance.typeCode, ofAdvance.paid, ofAdvance.due]).toEqual(['386', exact('590'), 0n]);
        expect(ofFinal.lines.map(({ quantity, net }) => [quantity, net])).toEqual([
            [exact('1'), exact('1000')], [exact('1'), exact('500')],
            [exact('-1'), exact('-333.33')], [exact('-1'), exact('-166.67')]
        ]);
        expect([ofFinal.paid, ofFinal.due, wrongSums(ofFinal)]).toEqual([0n, exact(final.totalGross), []]);
        expect(text).toContain('<cbc:ID>FZ/2026/11/0001</cbc:ID>');
    });

    test('a corrective that only lowers is a credit note with positive amounts', async () => {
        await seller.profile(complete);
        const { id, items: [item] } = await seller.issued({ items: [givenItem({ quantity: '5' })] });
        const { body: corrective } = await correct(seller, id, { items: [{ itemId: item.id, quantity: '2' }] });

        const { text } = await eInvoice(corrective.id);
        const read = readEInvoice(text);

        expect(text).toContain('schema:xsd:CreditNote-2');
        expect([read.typeCode, read.lines.map(({ quantity }) => quantity), read.due])
            .toEqual(['381', [exact('5'), exact('-2')], exact('369')]);
        expect(text).toContain('<cbc:ID>FV/2026/11/0001</cbc:ID>');
    });

    test('a corrective that raises is an invoice, before by negative quantity', async () => {
        await seller.profile(complete);
        const { id, items: [item] } = await seller.issued({ items: [givenItem({ quantity: '5' })] });
        const { body: corrective } = await correct(seller, id, { items: [{ itemId: item.id, quantity: '6' }] });

        const read = readEInvoice((await eInvoice(corrective.id)).text);

        expect([read.typeCode, read.lines.map(({ quantity }) => quantity), read.due])
            .toEqual(['380', [exact('-5'), exact('6')], exact('123')]);
    });

    test('a corrective of data alone comes to nothing, and says what changed', async () => {
        await seller.profile(complete);
        const { id } = await seller.issued();
        const { body: corrective } = await correct(seller, id, { customerName: 'Nowa Nazwa sp. z o.o.' });

        const read = readEInvoice((await eInvoice(corrective.id)).text);

        expect([read.typeCode, read.gross, read.due, wrongSums(read)]).toEqual(['380', 0n, 0n, []]);
        expect(read.note).toContain('Nowa Nazwa sp. z o.o.');
    });
});
