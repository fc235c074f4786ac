import { expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { cancel, confirmed, correct, sent } from '../support/given-corrective.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { creditOf, issuedFor, pay } from '../support/given-payment.ts';
import { givenClock } from '../support/given-server.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });

test('after payments, a corrective, a cancelling and an annulment every report agrees with the customer balance',
    async () => {
        const organisation = await givenOrganisation(service);
        const contact = contactId(1);
        const issued = (gross: string) => issuedFor(organisation, gross, { contactId: contact });
        const [kept, corrected, cancelled, annulled] = [
            await issued('100.00'), await issued('200.00'), await issued('300.00'), await issued('400.00')
        ];
        const answers = [
            await pay(organisation, kept.id, '130.00'), await pay(organisation, corrected.id, '150.00'),
            await correct(organisation, corrected.id, { type: 'full' }),
            await cancel(organisation, (await sent(organisation, cancelled.id)).id, { createCorrective: true }),
            await cancel(organisation, annulled.id)
        ];
        expect(answers.map(({ status, text }) => (status < 300 ? '' : text)).join('')).toBe('');

        const statement = (await organisation.call('GET', `/customers/${contact}/statement`)).body.currencies[0];
        const statistics = (await organisation.call('GET', '/invoices/analytics/statistics')).body;
        const report = async () => (await organisation.call('GET', '/invoices/analytics/vat-report')).body;
        const awaited = await report();
        for (const { invoiceId } of awaited.awaitingConfirmation) {
            await confirmed(organisation, invoiceId, '2026-11-23');
        }
        const vat = (await report()).periods[0].totals[0];

        // 30.00 were paid too much, and 150.00 are released by the corrective.
        expect([await creditOf(organisation, contact), statement.closingBalance]).toEqual(['180.00', '-180.00']);
        expect(statement.rows.map(({ kind, amount }: { kind: string; amount: string }) => `${kind} ${amount}`).sort())
            .toEqual([
                'corrective -200.00', 'corrective -300.00', 'invoice 100.00', 'invoice 200.00', 'invoice 300.00',
                'payment -130.00', 'payment -150.00'
            ]);
        expect(statistics.currencies[0]).toMatchObject({
            count: 5, totalGross: '100.00', paidAmount: '100.00', creditedAmount: '0.00', balance: '0.00',
            invoices: { count: 3, totalGross: '600.00' },
            correctives: { count: 2, totalGross: '-500.00' }, annulled: { count: 1, totalGross: '400.00' }
        });
        expect([awaited.awaitingConfirmationTotal, awaited.periods[0].totals[0].gross]).toEqual([2, '600.00']);
        expect(vat).toMatchObject({
            documents: 5, gross: '100.00', invoices: { gross: '600.00' }, correctives: { gross: '-500.00' }
        });
    });
