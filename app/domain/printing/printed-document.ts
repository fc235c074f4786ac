/**
 * A document as it is printed: every text, amount and date ready to be shown, in the order of the page. The templates
 * (`app/features/documents/templates`) only lay it out, and the customer's page shows the same.
 */
export type PrintedDocument = {
    /** Name of the template, without its extension. */
    readonly template: PrintedTemplate;
    /** ISO 639-1 language of the texts. */
    readonly lang: PrintLanguage;
    readonly heading: string;
    /** Number of the document; of a draft, the word for one. */
    readonly number: string;
    /** Lines below the number, such as `DUPLIKAT z dnia 28.11.2026`. */
    readonly marks: readonly string[];
    /** Large word behind the page, such as `ANULOWANA`; null: none. */
    readonly watermark: string | null;
    readonly facts: readonly LabelledText[];
    readonly seller: PrintedParty;
    readonly buyer: PrintedParty;
    readonly recipient: PrintedParty | null;
    readonly tables: readonly LineTable[];
    /** Advances that the document deducts or names, or null. */
    readonly advances: SumTable | null;
    readonly breakdown: SumTable;
    readonly due: PrintedDue;
    readonly payment: PrintedPayment | null;
    /** Sentences that the law asks for, such as `mechanizm podzielonej płatności`. */
    readonly statements: readonly PrintedStatement[];
    readonly notes: LabelledText | null;
    /** Codes of KSeF and its number; null for documents outside KSeF. */
    readonly ksef: PrintedKsef | null;
    readonly page: { readonly page: string; readonly of: string };
};

/** Languages of the texts. Documents in any other language have English ones. */
export const printLanguages = ['pl', 'en'] as const;

/** One of {@link printLanguages}. */
export type PrintLanguage = (typeof printLanguages)[number];

/** One of the templates. */
export type PrintedTemplate = 'invoice' | 'advance' | 'final' | 'corrective' | 'proforma';

/** A name and its value. */
export type LabelledText = readonly [label: string, value: string];

/** A seller, buyer or recipient. */
export type PrintedParty = {
    readonly label: string;
    readonly name: string;
    readonly lines: readonly string[];
    readonly ids: readonly LabelledText[];
};

/** A column of a table. A number is aligned to the right, with digits of one width. */
export type PrintedColumn = { readonly label: string; readonly kind: 'number' | 'text' | 'wide' };

/** A table of lines with its total. */
export type LineTable = {
    /** Heading of a table among several, such as `Przed korektą`; null: none. */
    readonly heading: string | null;
    readonly columns: readonly PrintedColumn[];
    readonly rows: readonly PrintedLine[];
    /** Label of the total, then a cell for each of the last columns. */
    readonly total: readonly string[];
    /** Words beside the sums that are carried from page to page. */
    readonly carried: { readonly from: string; readonly to: string };
};

/** One row of a table. */
export type PrintedLine = {
    readonly cells: readonly string[];
    /** Small text below the second cell, such as the discount's percentage; null: none. */
    readonly detail: string | null;
    /** Sum of the last column up to this row: what is carried to the next page when this row is the last of one. */
    readonly carried: string;
};

/** A table of sums: rows of a breakdown, or advances. */
export type SumTable = {
    readonly heading: string | null;
    readonly columns: readonly PrintedColumn[];
    readonly rows: readonly (readonly string[])[];
    /** The last row. */
    readonly total: readonly string[];
};

/** The amount to be paid, in figures and in words. @see Ustawa o VAT art. 106e ust. 1 pkt 15 */
export type PrintedDue = {
    readonly label: string;
    readonly amount: string;
    readonly words: string;
    /** Amounts that lead to it, such as what was paid. */
    readonly rows: readonly LabelledText[];
};

/** Directions for the payment. */
export type PrintedPayment = {
    readonly rows: readonly LabelledText[];
    /** Content of the QR code that a bank's application reads; null: none. */
    readonly qr: string | null;
    /** Words below the code. */
    readonly qrText: string;
};

/** The number that KSeF gave the document, and its codes. @see Ustawa o VAT art. 106gb ust. 5, art. 106nda ust. 2 */
export type PrintedKsef = {
    /** Null where it is not known yet, such as of a document that was issued offline. */
    readonly number: string | null;
    /** One code, or two for a document that was issued offline. */
    readonly codes: readonly PrintedCode[];
};

/** A QR code with the words below it: the number, `OFFLINE` or `CERTYFIKAT`. */
export type PrintedCode = { readonly label: string; readonly content: string };

/** A sentence on the document. */
export type PrintedStatement = { readonly text: string; readonly strong: boolean };
