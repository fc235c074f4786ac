import { withFreshness, type Command } from '../../platform/commands/command.ts';
import { askedAnew } from '../../platform/upstream/call-context.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { minorToMicros } from '../../foundation/money/rounding.ts';
import { vatRateText } from '../../foundation/money/vat.ts';
import { invoiceDocument, type ItemDocument } from './invoice.document.ts';
import { mapConcurrently } from '../pricing/map-concurrently.ts';
import type { Drafted } from './drafted.ts';
import { assertDraft, type Invoice } from './invoice.ts';
import { onNewestInvoice } from './on-newest-invoice.ts';
import { priceItem } from '../pricing/price-item.ts';
import { hasUnitOfService } from '../pricing/service-rate.ts';
import { pricingOf, type Pricing } from '../pricing/pricing.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { storeDraft } from './store-draft.ts';
import { isAgreed } from '../pricing/price-source.ts';
import type { DraftLine } from '../pricing/draft-line.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';
import type { ItemInput } from '../pricing/item.schemas.ts';

/** One changed field of one line, before and after. */
export type Moved = {
    readonly itemId: string;
    readonly lineNumber: number;
    readonly field: 'unitPriceNet' | 'priceBaseQuantity' | 'vatRate' | 'totalNet' | 'totalVAT' | 'totalGross';
    readonly before: string | number;
    readonly after: string | number;
};

/** A line whose upstream did not answer: it has the last known price. */
export type NotRefreshed = { readonly itemId: string; readonly lineNumber: number; readonly fetchedAt: string };

/** The draft with fresh prices, what its caller should know, the changes, and the prices not refreshed. */
export type Recalculated = Drafted & {
    readonly changes: readonly Moved[]; readonly notRefreshed: readonly NotRefreshed[]
};

/**
 * Reprices the lines that an upstream priced, bypassing every cache. Prices that a caller gave, or that a customer
 * accepted with a quote, stay.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_NOT_DRAFT` | `PRECONDITION_FAILED` and those of `priceItem`
 */
export function recalculateDraft(
    dependencies: InvoiceDependencies, command: Command<Recalculated>, invoiceId: string
): Promise<Recalculated> {
    return onNewestInvoice(dependencies, command, invoiceId, async (newest) => {
        const { organisation, invoice } = newest;
        assertMayChange(command, organisation, invoice);
        assertDraft(invoice);
        const pricing = pricingOf(dependencies, withFreshness(command, askedAnew), organisation, invoice);
        const lines = await mapConcurrently(invoice.lines, (line, index) =>
            priceAfresh(pricing, line, `items[${index}]`));

        return storeDraft(dependencies, command, newest, {
            change: { lines },
            action: 'invoice.recalculated',
            made: (changed, warnings) => ({
                invoice: changed, warnings, changes: movedLines(invoice, changed),
                notRefreshed: staleLines(changed.lines)
            })
        });
    });
}

function priceAfresh(pricing: Pricing, line: DraftLine, path: string): Promise<DraftLine> | DraftLine {
    const { vatSource, inputs } = line.priceSource;
    if (isAgreed(line.priceSource)) {
        return line;
    }
    const item: ItemInput = {
        itemType: line.itemType,
        ...(line.serviceId === null ? {} : { serviceId: line.serviceId }),
        ...(line.productId === null ? {} : { productId: line.productId }),
        description: line.description,
        quantity: line.quantityMicros,
        // A service's own unit follows the language of the draft, which may have changed.
        ...(hasUnitOfService(line) ? {} : { unit: line.unit }),
        ...(vatSource === 'caller' ? givenVat(line) : {}),
        ...(line.pricingTier === null ? {} : { pricingTier: line.pricingTier }),
        ...(line.regionalZone === null ? {} : { regionalZone: line.regionalZone }),
        applySeasonalAdjustment: inputs?.['applySeasonalAdjustment'] === true,
        useOptimalPricing: inputs?.['useOptimalPricing'] === true,
        discountPercent: line.discountPercentMicros,
        discountAmount: minorToMicros(line.discountAmountMinor, decimalsOf(pricing.currency)),
        splitPayment: line.splitPayment,
        ...(line.taxPointRule === null || line.taxPointRule === 'advance' ? {} : { taxPointRule: line.taxPointRule }),
        ...(line.gtu === null ? {} : { gtu: line.gtu })
    };
    return priceItem(pricing, item, path, line.id);
}

/** VAT fields that the caller chose, which neither an upstream nor a default may change. */
function givenVat({ vat }: DraftLine): Pick<ItemInput, 'vatRate' | 'vatCategory' | 'exemptionReason'> {
    return {
        vatRate: vatRateText(vat),
        vatCategory: vat.category,
        ...(vat.exemptionReason === null ? {} : { exemptionReason: vat.exemptionReason })
    };
}

function movedLines(before: Invoice, after: Invoice): readonly Moved[] {
    const fields = [
        'unitPriceNet', 'priceBaseQuantity', 'vatRate', 'totalNet', 'totalVAT', 'totalGross'
    ] as const satisfies readonly (keyof ItemDocument)[];
    const itemsAfter = new Map(invoiceDocument(after).items.map((item) => [item.id, item]));
    return invoiceDocument(before).items.flatMap((was) => {
        const is = itemsAfter.get(was.id);
        return is === undefined ? [] : fields
            .filter((field) => was[field] !== is[field])
            .map((field) =>
                ({ itemId: was.id, lineNumber: was.lineNumber, field, before: was[field], after: is[field] }));
    });
}

function staleLines(lines: readonly DraftLine[]): readonly NotRefreshed[] {
    return lines.flatMap(({ id, priceSource: { stale, fetchedAt } }, index) =>
        (stale ? [{ itemId: id, lineNumber: index + 1, fetchedAt }] : []));
}
