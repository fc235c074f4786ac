import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { EInvoiceFormat } from '../../foundation/vocabulary/e-invoice-formats.ts';

/** Files in which an e-invoice is given out: two syntaxes of XML, and a PDF with the XML in it. */
export const eInvoiceFiles = ['ubl', 'cii', 'facturx'] as const;

/** One of {@link eInvoiceFiles}. */
export type EInvoiceFileFormat = (typeof eInvoiceFiles)[number];

/** A wish of a caller: both are open. */
export type WantedForm = {
    readonly format?: EInvoiceFileFormat | undefined; readonly profile?: EInvoiceFormat | undefined;
};

/** The file and the specification of an e-invoice. */
export type Form = { readonly format: EInvoiceFileFormat; readonly profile: EInvoiceFormat };

/** Specifications by file, the usual one first. Peppol BIS Billing 3 is UBL; Factur-X is a PDF with CII. */
const profilesOf: Readonly<Record<EInvoiceFileFormat, readonly [EInvoiceFormat, ...EInvoiceFormat[]]>> = {
    ubl: ['en16931', 'peppol', 'xrechnung'],
    cii: ['en16931', 'xrechnung', 'facturx'],
    facturx: ['facturx']
};

/**
 * The form of an e-invoice: what the caller asks for, else what the document needs, as far as the file can have it.
 * @param needed - E-invoice that the buyer needs; null: none.
 * @throws DomainError `VALIDATION_FAILED` for a specification that the file cannot have
 */
export function formOf({ format, profile }: WantedForm, needed: EInvoiceFormat | null): Form {
    const file = format ?? usualFile(profile ?? needed);
    const possible = profilesOf[file];
    if (profile !== undefined && !possible.includes(profile)) {
        throw refusedField('VALIDATION_FAILED', 'profile',
            `${profile} has no form ${file}: with format=${file} it is ${possible.join(' or ')}`, 'NO_SUCH_FORM');
    }
    const own = needed !== null && possible.includes(needed) ? needed : possible[0];
    return { format: file, profile: profile ?? own };
}

function usualFile(profile: EInvoiceFormat | null): EInvoiceFileFormat {
    return profile === 'facturx' ? 'facturx' : 'ubl';
}
