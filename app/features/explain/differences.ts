import type { Invoice } from '../../domain/invoices/invoice.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import type { Totals } from '../../domain/totals/totals.ts';
import type { Amounts } from '../../domain/totals/vat-breakdown.ts';
import type { ExplainedExchange } from './explain-exchange.ts';
import { lineAmounts } from './explain-line.ts';
import { amountsOf } from './explain-totals.ts';
import type { StepWriter } from './explanation-step.ts';

/** A stored amount that differs from the one computed from the stored inputs. */
export type Difference = { readonly path: string; readonly computed: string; readonly stored: string };

/**
 * Every stored amount that differs from the computed one, named by its place in the explanation; empty for an
 * untampered document.
 */
export function differencesOf(invoice: Invoice, computed: Totals, writer: StepWriter): readonly Difference[] {
    const lines = invoice.lines.flatMap(({ totals }, index) => {
        const line = computed.lines[index];
        return line === undefined
            ? [] : compared(`lines[${index}].amounts`, lineAmounts(line, writer), lineAmounts(totals, writer));
    });
    return [...lines, ...differencesOfTotals(invoice, computed, writer)];
}

/** Every stored total that differs from the computed one. */
export function differencesOfTotals(invoice: Invoice, computed: Amounts, writer: StepWriter): readonly Difference[] {
    return compared('totals', amountsOf(computed, writer), amountsOf(invoice, writer));
}

/** The stored VAT in the VAT currency, where it differs from the explained one. */
export function differencesOfExchange(
    { vatCurrency, vatInVatCurrencyMinor }: Invoice, exchange: ExplainedExchange
): readonly Difference[] {
    if (exchange === null || vatCurrency === null) {
        return [];
    }
    const stored = formatMinor(vatInVatCurrencyMinor ?? 0n, decimalsOf(vatCurrency));
    return compared(
        'exchange', { totalVATInVatCurrency: exchange.totalVATInVatCurrency }, { totalVATInVatCurrency: stored });
}

function compared(
    path: string, computed: Readonly<Record<string, string>>, stored: Readonly<Record<string, string>>
): readonly Difference[] {
    return Object.entries(computed).flatMap(([name, amount]) => {
        const kept = stored[name] ?? '';
        return kept === amount ? [] : [{ path: `${path}.${name}`, computed: amount, stored: kept }];
    });
}
