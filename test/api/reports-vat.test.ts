import { describe, expect, test } from '@jest/globals';
import { givenBooks, withLine } from '../support/given-books.ts';
import { givenClock } from '../support/given-server.ts';
import { lineRow, settlementsOf } from '../support/stored-documents.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });

describe('the VAT report', () => {
    test('of a period without documents declares nothing', async () => {
        const get = await givenBooks(service, 'empty-vat');

        const { body } = await get('/invoices/analytics/vat-report');

        expect(body).toEqual({
            startDate: '2026-11-01', endDate: '2026-11-30', groupBy: 'period', dateBasis: 'tax_point',
            awaitingConfirmation: [], awaitingConfirmationTotal: 0,
            periods: [{
                period: '2026-11-01/2026-11-30', startDate: '2026-11-01', endDate: '2026-11-30', rates: [], totals: [],
                declaration: {
                    rates: [], totals: [{ vatCurrency: 'PLN', net: '0.00', vat: '0.00', withoutExchangeRate: 0 }]
                }
            }]
        });
    });

    test('counts an invoice by its sale and a corrective by its own issue date, each in its own period', async () => {
        const org = 'vat-periods';
        const [original, line] = withLine(
            org, ['100', '23', '123'], { issue_date: '2026-11-02', sale_date: '2026-10-31', status: 'cancelled' });
        const [corrective, before] = withLine(org, ['-100', '-23', '-123'], {
            invoice_type: 'corrective', corrects_id: original['id'], credited_amount: '-123',
            issue_date: '2026-11-20', sale_date: '2026-10-31'
        });
        const get = await givenBooks(service, org,
            { invoice: [original, corrective], invoice_line: [line, before], ...settlementsOf(org, [corrective]) });
        const nets = async (query: string) => {
            const { body } = await get(
                `/invoices/analytics/vat-report?startDate=2026-10-01&endDate=2026-11-30&${query}`);
            return body.periods.map(({ period, totals }: {
                period: string;
                totals: { net: string; documents: number; invoices: { net: string }; correctives: { net: string } }[]
            }) =>
                [period, totals.map((total) =>
                    [total.documents, total.net, total.invoices.net, total.correctives.net])]);
        };

        expect(await nets('groupBy=month')).toEqual([['2026-10', [[1, '100.00', '100.00', '0.00']]], ['2026-11',
            [[1, '-100.00', '0.00', '-100.00']]]]);
        expect(await nets('groupBy=month&dateBasis=issue'))
            .toEqual([['2026-10', []], ['2026-11', [[2, '0.00', '100.00', '-100.00']]]]);
        expect(await nets('groupBy=quarter')).toEqual([['2026-Q4', [[2, '0.00', '100.00', '-100.00']]]]);
        expect(await nets('')).toEqual([['2026-10-01/2026-11-30', [[2, '0.00', '100.00', '-100.00']]]]);
    });

    test('leaves out drafts, proformas and annulled documents', async () => {
        const org = 'vat-left-out';
        const rows = [
            withLine(org, ['1', '0.23', '1.23'], { status: 'draft' }),
            withLine(org, ['1', '0.23', '1.23'], { invoice_type: 'proforma' }),
            withLine(org, ['1', '0.23', '1.23'], { status: 'cancelled', annulled_at: '2026-11-23T10:15:00Z' }),
            withLine(org, ['1', '0.23', '1.23'], { status: 'cancelled', number: null })
        ];
        const get = await givenBooks(
            service, org, { invoice: rows.map(([document]) => document), invoice_line: rows.map(([, line]) => line) });

        expect((await get('/invoices/analytics/vat-report')).body.periods[0].totals).toEqual([]);
    });

    test('exchanges the VAT of each document and rate by itself, as the document does', async () => {
        const org = 'vat-exchanged';
        const inEuro = {
            currency: 'EUR', vat_currency: 'PLN', exchange_rate: '4.25', exchange_rate_date: '2026-11-20',
            exchange_rate_source: 'manual'
        };
        // 0.10 EUR × 4.25 is 0.425 PLN: twice 0.43, where the sum would be 0.85.
        const one = withLine(org, ['0.43', '0.10', '0.53'], inEuro);
        const two = withLine(org, ['0.43', '0.10', '0.53'], inEuro);
        const corrective = withLine(
            org, ['-0.43', '-0.10', '-0.53'], { ...inEuro, invoice_type: 'corrective', credited_amount: '-0.53' });
        const unknown = withLine(org, ['100', '23', '123'], { currency: 'EUR' });
        const zloty = withLine(org, ['10', '0', '10'], { vat_currency: 'PLN' }, { vat_category: 'E', vat_rate: '0' });
        const rows = [one, two, corrective, unknown, zloty];
        const get = await givenBooks(service, org, {
            ...settlementsOf(org, [corrective[0]]),
            invoice: rows.map(([document]) => document),
            invoice_line: [...rows.map(([, line]) => line), lineRow(
                zloty[0]['id'], { position: 2, net: '5', vat: '1.15', gross: '6.15' })]
        });

        const { body: { periods: [period] } } = await get('/invoices/analytics/vat-report');

        expect(period.rates).toEqual([
            {
                vatCategory: 'S', vatRate: 23, currency: 'EUR', vatCurrency: 'PLN', documents: 4, net: '100.43',
                vat: '23.10', gross: '123.53',
                netInVatCurrency: '1.83', vatInVatCurrency: '0.43', withoutExchangeRate: 1,
                invoices: {
                    documents: 3, net: '100.86', vat: '23.20', gross: '124.06', netInVatCurrency: '3.66',
                    vatInVatCurrency: '0.86', withoutExchangeRate: 1
                },
                correctives: {
                    documents: 1, net: '-0.43', vat: '-0.10', gross: '-0.53', netInVatCurrency: '-1.83',
                    vatInVatCurrency: '-0.43', withoutExchangeRate: 0
                }
            },
            expect.objectContaining({
                vatCategory: 'S', vatRate: 23, currency: 'PLN', documents: 1, net: '5.00',
                vat: '1.15', vatInVatCurrency: '1.15'
            }),
            expect.objectContaining({
                vatCategory: 'E', vatRate: 'zw', currency: 'PLN', documents: 1, net: '10.00', vat: '0.00'
            })
        ]);
        expect(period.totals).toEqual([
            expect.objectContaining({ currency: 'EUR', documents: 4, vat: '23.10', withoutExchangeRate: 1 }),
            expect.objectContaining({ currency: 'PLN', documents: 1, net: '15.00', vat: '1.15', gross: '16.15' })
        ]);
        expect(period.declaration).toEqual({
            rates: [{ vatCurrency: 'PLN', vatCategory: 'S', vatRate: 23, net: '6.83', vat: '1.58' }, {
                vatCurrency: 'PLN', vatCategory: 'E', vatRate: 'zw', net: '10.00', vat: '0.00'
            }],
            totals: [{ vatCurrency: 'PLN', net: '16.83', vat: '1.58', withoutExchangeRate: 1 }]
        });
    });

    test('lists the awaited confirmations, in the VAT currency only where every exchange rate is known', async () => {
        const org = 'vat-awaited';
        const point = (date: string, exchangeRate: string | null, declared: readonly [string, string] | null) => ({
            category: 'S', rate: '23', rule: 'general', date, net: '-100.00', vat: '-23.00', exchangeRate,
            exchangeRateDate: exchangeRate && '2026-10-01', exchangeRateSource: exchangeRate && 'manual',
            declaredCurrency: declared && 'PLN', declaredNet: declared?.[0] ?? null,
            declaredVat: declared?.[1] ?? null, countedOn: null
        });
        const [original, line] = withLine(org, ['1000', '230', '1230'],
            { number: 'FV/1', currency: 'EUR', issue_date: '2026-10-02', vat_currency: 'PLN' });
        const corrective = (number: number, points: readonly unknown[], columns: Record<string, unknown> = {}) =>
            withLine(org, ['-200', '-46', '-246'], {
                invoice_type: 'corrective', corrects_id: original['id'], correction_number: number,
                number: `FK/${number}`, currency: 'EUR', vat_currency: 'PLN', issue_date: `2026-11-0${number}`,
                credited_amount: '-246', correction_effect: 'correction', tax_points: points, ...columns
            });
        // 100.00 × 4.2500 = 425.00 and 23.00 × 4.2500 = 97.75; 100.00 × 4.3000 = 430.00 and 23.00 × 4.3000 = 98.90.
        const [first, second] = [
            point('2026-10-02', '4.25', ['-425.00', '-97.75']), point('2026-10-05', '4.3', ['-430.00', '-98.90'])
        ];
        const correctives = [
            corrective(1, [first, second]), corrective(2, [first, point('2026-10-05', null, null)]),
            corrective(3, [first, second], { receipt_confirmed_on: '2026-11-12' })
        ];
        const get = await givenBooks(service, org, {
            invoice: [original, ...correctives.map(([document]) => document)],
            invoice_line: [line, ...correctives.map(([, row]) => row)],
            ...settlementsOf(org, correctives.map(([document]) => document))
        });

        const { body } = await get('/invoices/analytics/vat-report');

        const listed = {
            correctedInvoiceNumber: 'FV/1', currency: 'EUR', vatCurrency: 'PLN', net: '-200.00', vat: '-46.00'
        };
        expect(body.awaitingConfirmation).toEqual([
            expect.objectContaining(
                { ...listed, invoiceNumber: 'FK/1', netInVatCurrency: '-855.00', vatInVatCurrency: '-196.65' }),
            expect.objectContaining(
                { ...listed, invoiceNumber: 'FK/2', netInVatCurrency: null, vatInVatCurrency: null })
        ]);
        expect(body.awaitingConfirmationTotal).toBe(2);
        expect(body.periods[0].totals).toEqual([expect.objectContaining({
            documents: 1, net: '-200.00', netInVatCurrency: '-855.00', vatInVatCurrency: '-196.65'
        })]);
    });
});
