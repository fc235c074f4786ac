import type { PrintLanguage } from '../printing/printed-document.ts';

/** Words that an e-invoice has beside those of the printed document. */
export type EInvoiceTexts = {
    readonly discount: string;
    /** Reason of the document's discount where a line carries its share. */
    readonly documentDiscount: string;
    /** Line that deducts an advance, with `{number}`. */
    readonly advance: string;
    /** Line of a corrective that changes no item. */
    readonly dataOnly: string;
    /** Unit that has no code, with `{unit}`. */
    readonly unit: string;
    /** Terms of an amount that is given back. */
    readonly toReturn: string;
};

/** The words by language. */
export const eInvoiceTexts = {
    pl: {
        discount: 'Rabat', documentDiscount: 'Rabat do dokumentu', advance: 'Zaliczka, faktura {number}',
        dataOnly: 'Korekta danych', unit: 'Jednostka: {unit}', toReturn: 'Kwota do zwrotu lub rozliczenia'
    },
    en: {
        discount: 'Discount', documentDiscount: 'Discount of the document', advance: 'Advance, invoice {number}',
        dataOnly: 'Correction of data', unit: 'Unit: {unit}', toReturn: 'Amount to be returned or set off'
    }
} as const satisfies Record<PrintLanguage, EInvoiceTexts>;
