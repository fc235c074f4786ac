import type { Fault } from '../../foundation/errors/domain-error.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import { hundredPercentMicros, roundVatOnNet } from '../../foundation/money/rounding.ts';
import { vatRateText } from '../../foundation/money/vat.ts';
import type { EInvoice, EVatRow } from './e-invoice.ts';
import { magnitude, sumOf } from './e-lines.ts';
import { maxAmountDecimals } from './xml.ts';

/** Rules of amounts that an e-invoice breaks. @see EN 16931 BR-DEC, BR-CO-10 to BR-CO-17 */
export function faultsOfAmounts(invoice: EInvoice): readonly Fault[] {
    return [...faultsOfDecimals(invoice), ...faultsOfVat(invoice), ...faultsOfSums(invoice)];
}

/** Amounts have two decimals at most, in currencies of more too. */
function faultsOfDecimals(invoice: EInvoice): readonly Fault[] {
    const { lines, totals, allowances, vatBreakdown, currency, decimals, vatCurrency } = invoice;
    const broken = (rule: string, path: string, minor: bigint, ofDecimals: number): readonly Fault[] =>
        (ofDecimals > maxAmountDecimals && minor % 10n ** BigInt(ofDecimals - maxAmountDecimals) !== 0n ? [{
            path, code: rule, message: `makes an amount of ${formatMinor(minor, ofDecimals)}, and an e-invoice takes `
                + `two decimals (${rule})`
        }] : []);
    const amounts: readonly (readonly [rule: string, path: string, minor: bigint])[] = [
        ...lines.flatMap(({ index, netMinor, allowances: ofLine }) => {
            const path = index === null ? 'items' : `items[${index}]`;
            return [['BR-DEC-23', path, netMinor] as const,
                ...ofLine.map(({ amountMinor }) => ['BR-DEC-24', path, amountMinor] as const)];
        }),
        ...allowances.map(({ amountMinor }) => ['BR-DEC-01', 'discountAmount', amountMinor] as const),
        ...vatBreakdown.flatMap(({ netMinor, vatMinor }) =>
            [['BR-DEC-19', 'currency', netMinor] as const, ['BR-DEC-20', 'currency', vatMinor] as const]),
        ['BR-DEC-13', 'currency', totals.vatMinor], ['BR-DEC-16', 'currency', totals.paidMinor]
    ];
    return [
        ...amounts.flatMap(([rule, path, minor]) => broken(rule, path, minor, decimals)),
        ...vatCurrency === null ? []
            : broken('BR-DEC-15', 'currency', vatCurrency.vatMinor, vatCurrency.decimals)
    ].filter((fault, place, all) => all.findIndex(({ code }) => code === fault.code) === place)
        .map((fault) => ({ ...fault, message: `${fault.message}; ${currency} has more` }));
}

/** The VAT of a rate differs from net × rate by less than 1.00: of many lines rounded one by one it may not. */
function faultsOfVat({ vatBreakdown, decimals }: EInvoice): readonly Fault[] {
    return vatBreakdown.filter((row) => isTooFar(row, decimals)).map((row) => ({
        path: 'items', code: 'BR-CO-17',
        message: `come to a VAT at ${vatRateText({ ...row, word: null })} that differs by 1.00 or more from its net `
            + 'amount × rate: the rounding model per_rate keeps them together (BR-CO-17)'
    }));
}

function isTooFar({ netMinor, vatMinor, ratePercentMicros }: EVatRow, decimals: number): boolean {
    const one = 10n ** BigInt(decimals);
    const isNoRate = 2n * ratePercentMicros < hundredPercentMicros / 100n;
    return isNoRate ? 2n * magnitude(vatMinor) >= one
        : magnitude(magnitude(vatMinor) - roundVatOnNet(magnitude(netMinor), ratePercentMicros)) >= one;
}

/** Sums that hold by construction: a difference is a defect of this service, and is told rather than sent. */
function faultsOfSums({ lines, allowances, totals, vatBreakdown }: EInvoice): readonly Fault[] {
    const { linesMinor, allowancesMinor, netMinor, vatMinor, grossMinor, paidMinor, dueMinor } = totals;
    const sums: readonly (readonly [rule: string, holds: boolean])[] = [
        ['BR-CO-10', sumOf(lines.map((line) => line.netMinor)) === linesMinor],
        ['BR-CO-11', sumOf(allowances.map(({ amountMinor }) => amountMinor)) === allowancesMinor],
        ['BR-CO-13', linesMinor - allowancesMinor === netMinor],
        ['BR-CO-14', sumOf(vatBreakdown.map((row) => row.vatMinor)) === vatMinor],
        ['BR-CO-15', netMinor + vatMinor === grossMinor],
        ['BR-CO-16', grossMinor - paidMinor === dueMinor]
    ];
    return sums.filter(([, holds]) => !holds).map(([code]) => ({
        path: 'items', code, message: `do not add up to the totals (${code})`
    }));
}
