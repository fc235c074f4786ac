import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenBooks, withLine } from '../support/given-books.ts';
import { givenClock } from '../support/given-server.ts';
import { givenService } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { useService } from '../support/use-service.ts';

const exp = 4_000_000_000;

const service = useService({ clock: givenClock() });

describe('what callers may ask', () => {
    const statistics = '/invoices/analytics/statistics';
    const overdue = '/invoices/analytics/overdue';
    const vat = '/invoices/analytics/vat-report';
    const statement = `/customers/${contactId(1)}/statement`;

    test.each([
        [statistics, 'startDate=2026-02-30', 'startDate'], [statistics, 'endDate=x', 'endDate'],
        [statistics, 'startDate=2026-11-02&endDate=2026-11-01', 'endDate'],
        [statistics, 'startDate=2016-11-02&endDate=2026-11-02', 'endDate'], [statistics, 'from=2026-11-01', 'from'],
        [statistics, 'startDate=2026-11-01&startDate=2026-11-02', 'startDate'],
        [statistics, 'currency=PLN', 'currency'], [overdue, 'asOf=today', 'asOf'], [overdue, 'limit=0', 'limit'],
        [overdue, 'limit=501', 'limit'], [overdue, 'contactId=1', 'contactId'],
        [overdue, 'currency=pln', 'currency'], [overdue, 'cursor=!', 'cursor'], [overdue, 'cursor=abc', 'cursor'],
        [overdue, `cursor=${Buffer.from('2026-02-30 0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a').toString('base64url')}`,
            'cursor'],
        [overdue, 'startDate=2026-11-01', 'startDate'], [vat, 'groupBy=year', 'groupBy'],
        [vat, 'dateBasis=payment', 'dateBasis'], [vat, 'startDate=2026-11-02&endDate=2026-11-01', 'endDate'],
        [vat, 'startDate=2016-11-02&endDate=2026-11-02', 'endDate'], [vat, 'asOf=2026-11-01', 'asOf'],
        [statement, 'from=2026-13-01', 'from'], [statement, 'to=x', 'to'],
        [statement, 'from=2026-11-02&to=2026-11-01', 'to'], [statement, 'from=2016-11-01&to=2026-11-01', 'to'],
        [statement, 'currency=XXX', 'currency'], [statement, 'startDate=2026-11-01', 'startDate'],
        ['/customers/1/statement', '', 'contactId']
    ])('%s?%s is 400 naming %s', async (url, query, path) => {
        const { status, body } = await service.call('GET', `${url}?${query}`);

        expect([status, body.code, body.errors[0]?.path]).toEqual([400, 'VALIDATION_FAILED', path]);
        expect(body.message).toMatch(new RegExp(`^${path}`));
    });

    test.each([statistics, vat])('%s takes ten years less a day', async (url) => {
        expect((await service.call('GET', `${url}?startDate=2016-11-02&endDate=2026-11-01`)).status).toBe(200);
    });

    test.each([statistics, overdue, vat, statement])('%s needs reports:read', async (url) => {
        const without = await service.call(
            'GET', url, { token: await givenToken({ role: undefined, scope: 'invoices:read' }) });
        const withScope = await service.call(
            'GET', url, { token: await givenToken({ role: undefined, scope: 'reports:read' }) });

        expect([without.status, without.body.code, withScope.status]).toEqual([403, 'FORBIDDEN', 200]);
    });

    test.each([statistics, overdue, vat, statement])('%s shows nothing of another organisation', async (url) => {
        const name = `others-${url.replace(/\W+/g, '-')}`;
        const [document, line] = withLine(
            name, ['100', '23', '123'], { contact_id: contactId(1), due_date: '2026-11-01' });
        await givenBooks(service, name, { invoice: [document], invoice_line: [line] });
        const mine = await givenBooks(service, `mine-${url.replace(/\W+/g, '-')}`);
        const theirs = await service.call('GET', url, { token: await givenToken({ org: name, exp }) });

        expect(theirs.text).toContain('123.00');
        expect((await mine(url)).text).not.toContain('123.00');
    });
});

test('the gateway reads the three analytics without a token, and no statement', async () => {
    const trusting = await givenService({ env: { TRUSTED_NETWORKS: '127.0.0.0/8' }, clock: givenClock() });
    try {
        const urls = [
            '/invoices/analytics/statistics', '/invoices/analytics/overdue', '/invoices/analytics/vat-report',
            `/customers/${contactId(1)}/statement`
        ];

        const statuses = await Promise.all(
            urls.map(async (url) => (await trusting.call('GET', url, { token: '' })).status));

        expect(statuses).toEqual([200, 200, 200, 401]);
    } finally {
        await trusting.close();
    }
});
