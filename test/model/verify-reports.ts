import { same } from './expectations.ts';
import { balanceOf, creditedOf, isOverdue, type Document, type Model } from './model.ts';
import { breakdownText, grosze, rates, sum, totalsOf, zloty, type Breakdown } from './money.ts';
import type { Real } from './step.ts';

/** From before the first life begins until after the last one ends. */
const period = 'startDate=2026-10-01&endDate=2030-12-31';

/** Drafts are nothing yet, proformas are offers, what was annulled counts as zero. One that was taken back counts together with what took it back. */
const counts = ({ number, type, isAnnulled }: Document): boolean => number !== null && type !== 'proforma' && !isAnnulled;

/** Statistics over all documents: how many in which state, and what they come to. */
export async function verifyStatistics(model: Model, { call }: Real): Promise<void> {
    const { body: { total, byStatus, currencies: [zlotys] } } = await call('GET', `/invoices/analytics/statistics?${period}`);
    const counting = model.documents.filter(counts);
    const overdue = model.documents.filter((document) => isOverdue(model, document));
    const { net, vat, gross } = totalsOf(sumOf(counting));
    const states = ['draft', 'issued', 'sent', 'paid', 'cancelled'].map((state) => [state, model.documents.filter(({ status }) => status === state).length] as const);
    same('statistics', {
        total, byStatus: Object.entries(byStatus).sort(), count: zlotys.count, net: zlotys.totalNet, vat: zlotys.totalVAT, gross: zlotys.totalGross,
        paid: zlotys.paidAmount, credited: zlotys.creditedAmount, balance: zlotys.balance, overdue: [zlotys.overdueCount, zlotys.overdueAmount]
    }, {
        total: model.documents.length, byStatus: [...states, ['overdue', overdue.length]].sort(), count: counting.length, net: zloty(net), vat: zloty(vat), gross: zloty(gross),
        paid: zloty(sum(counting.map(({ paid }) => paid))), credited: zloty(sum(counting.map(creditedOf))), balance: zloty(sum(counting.map(balanceOf))),
        overdue: [overdue.length, zloty(sum(overdue.map(balanceOf)))]
    });
}

/** The VAT of all documents, correctives included, at each rate. */
export async function verifyVatReport(model: Model, { call }: Real): Promise<void> {
    const { body: { periods: [all] } } = await call('GET', `/invoices/analytics/vat-report?${period}`);
    const reported = new Map(rates.flatMap((rate) => {
        const row = all.rates.find(({ vatRate }: { vatRate: unknown }) => String(vatRate) === rate);
        return row === undefined ? [] : [[rate, { net: grosze(row.net), vat: grosze(row.vat) }] as const];
    }));
    same('VAT report', breakdownText(reported), breakdownText(sumOf(model.documents.filter(counts))));
}

function sumOf(documents: readonly Document[]): Breakdown {
    return new Map(rates.map((rate) => {
        const rows = documents.flatMap(({ breakdown }) => breakdown.get(rate) ?? []);
        return [rate, { net: sum(rows.map(({ net }) => net)), vat: sum(rows.map(({ vat }) => vat)) }];
    }));
}
