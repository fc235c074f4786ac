import type { Warning } from '../../foundation/errors/warning.ts';
import { unprintedLetter } from '../../foundation/vocabulary/printed-scripts.ts';
import type { Invoice } from './invoice.ts';

/** Maximum fields that are warned of: the others show the same boxes. */
const maxWarned = 10;

/**
 * Warnings of texts in a script for which documents have no font: the PDF shows boxes, and is archived so.
 * @see Ustawa o VAT art. 106e ust. 1 pkt 3: the buyer's name is part of the invoice
 */
export function letterWarnings(invoice: Invoice): readonly Warning[] {
    return textsOf(invoice).filter(([, text]) => text !== null && unprintedLetter.test(text)).slice(0, maxWarned)
        .map(([path]): Warning => ({
            path, code: 'LETTERS_NOT_PRINTABLE',
            message: `${path} has letters of a script for which documents have no font: the PDF shows a box for each; `
                + 'write it in Latin letters too'
        }));
}

/** The texts that a page shows, with their fields. */
function textsOf(invoice: Invoice): readonly (readonly [path: string, text: string | null])[] {
    const { buyer, recipient, lines, notes, paymentTerms, orderNumber, buyerReference } = invoice;
    return [
        ['customerName', buyer.name], ['customerAddress', buyer.address], ['customerStreet', buyer.street],
        ['customerCity', buyer.city], ['recipient.name', recipient?.name ?? null],
        ['recipient.address', recipient?.address ?? null],
        ...lines.flatMap(({ description, unit }, index) => [
            [`items[${index}].description`, description], [`items[${index}].unit`, unit]] as const),
        ['notes', notes], ['paymentTerms', paymentTerms], ['orderNumber', orderNumber],
        ['buyerReference', buyerReference]
    ];
}
