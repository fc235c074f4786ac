import { balanceOf, type Invoice } from '../../domain/invoices/invoice.ts';
import { formatMicros } from '../../foundation/money/decimal.ts';
import { exactPercentOf, exactVatInGross } from '../../foundation/money/rounding.ts';
import { isSameVatKey } from '../../foundation/money/vat.ts';
import { groupByRate } from '../../domain/totals/line-vat.ts';
import type { TotalsInput, Workings } from '../../domain/totals/totals.ts';
import type { Amounts, VatBreakdownRow } from '../../domain/totals/vat-breakdown.ts';
import type { Step, StepWriter } from './explanation-step.ts';

/** Explains the document discount, and the number of units that its shares left over when each was rounded down. */
export function explainDocumentDiscount(
    { documentDiscount }: Workings, { discountPercentMicros, discountAmountMinor }: TotalsInput,
    { amount, rounded, plain }: StepWriter
) {
    const { sumMinor, percentDiscountMinor, discountMinor, allocation } = documentDiscount;
    return {
        steps: [
            plain('sumOfLines', 'sum_of_lines', {}, sumMinor),
            rounded('percentDiscount', 'percent_discount',
                { amount: amount(sumMinor), percent: formatMicros(discountPercentMicros) },
                exactPercentOf(sumMinor, discountPercentMicros)),
            plain('documentDiscount', 'document_discount', {
                percentDiscount: amount(percentDiscountMinor), discountAmount: amount(discountAmountMinor)
            }, discountMinor)
        ],
        unitsLeftOver: allocation.remaining,
        amount: amount(discountMinor)
    };
}

/** Explains how each row of the VAT breakdown came about. */
export function explainVatBreakdown(workings: Workings, input: TotalsInput, writer: StepWriter) {
    const groups = groupByRate(input.lines.map(({ vat }) => vat));
    return workings.totals.vatBreakdown.map((row) => {
        const indexes = groups.find(([first = 0]) => isOfRate(input, first, row)) ?? [];
        const rate = workings.vat.rates.find(({ indexes: [first] }) => first === indexes[0]);
        return {
            vatCategory: row.category,
            vatRate: formatMicros(row.ratePercentMicros),
            vatWord: row.word,
            lineNumbers: indexes.map((index) => index + 1),
            steps: rateSteps(row, {
                sumMinor: rate?.sumMinor ?? sumOf(workings, indexes), isPerRate: rate !== undefined
            }, input, writer),
            /** Null where VAT was rounded line by line, so that nothing had to be shared. */
            unitsLeftOver: rate?.allocation.remaining ?? null,
            ...amountsOf(row, writer)
        };
    });
}

/** Explains how the totals follow from the breakdown. */
export function explainTotals(totals: Amounts, writer: StepWriter) {
    const { amount, plain } = writer;
    const { netMinor, vatMinor, grossMinor } = totals;
    return {
        steps: [
            plain('totalNet', 'sum_of_net', {}, netMinor),
            plain('totalVAT', 'sum_of_vat', {}, vatMinor),
            plain('totalGross', 'gross_of_net', { net: amount(netMinor), vat: amount(vatMinor) }, grossMinor)
        ],
        ...amountsOf(totals, writer)
    };
}

/** Explains the balance from the stored amounts. */
export function explainSettlement(invoice: Invoice, { amount, plain }: StepWriter) {
    const [totalGross, paidAmount, creditedAmount] = [
        amount(invoice.grossMinor), amount(invoice.paidMinor), amount(invoice.creditedMinor)
    ];
    const balance = balanceOf(invoice);
    return {
        steps: [plain('balance', 'balance', { totalGross, paidAmount, creditedAmount }, balance)], totalGross,
        paidAmount, creditedAmount, balance: amount(balance)
    };
}

/** The amounts that a row of the breakdown sums up, and the place where its VAT was rounded: per rate, or per line. */
type RateSum = { readonly sumMinor: bigint; readonly isPerRate: boolean };

function rateSteps(
    row: VatBreakdownRow, { sumMinor, isPerRate }: RateSum, { pricesInclude }: TotalsInput,
    { amount, rounded, plain }: StepWriter
): readonly Step[] {
    const [net, vat, gross, vatRate] = [
        amount(row.netMinor), amount(row.vatMinor), amount(row.grossMinor), formatMicros(row.ratePercentMicros)
    ];
    const ofSum = pricesInclude === 'net'
        ? rounded('vat', 'vat_on_net', { net, vatRate }, exactPercentOf(sumMinor, row.ratePercentMicros))
        : rounded('vat', 'vat_in_gross', { gross, vatRate }, exactVatInGross(sumMinor, row.ratePercentMicros));

    return [
        plain('sumOfRate', 'sum_of_rate', {}, sumMinor),
        isPerRate ? ofSum : plain('vat', 'sum_of_line_vat', {}, row.vatMinor),
        pricesInclude === 'net' ? plain('gross', 'gross_of_net', { net, vat }, row.grossMinor)
            : plain('net', 'net_of_gross', { gross, vat }, row.netMinor)
    ];
}

/** Amounts as an explanation shows them. */
export function amountsOf({ netMinor, vatMinor, grossMinor }: Amounts, { amount }: Pick<StepWriter, 'amount'>) {
    return { net: amount(netMinor), vat: amount(vatMinor), gross: amount(grossMinor) };
}

function sumOf({ taxable }: Workings, indexes: readonly number[]): bigint {
    return indexes.reduce((sum, index) => sum + (taxable[index]?.amountMinor ?? 0n), 0n);
}

function isOfRate({ lines }: TotalsInput, index: number, row: VatBreakdownRow): boolean {
    const vat = lines[index]?.vat;
    return vat !== undefined && isSameVatKey(vat, row);
}
