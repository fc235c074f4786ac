import type { EInvoiceFormat } from '../../foundation/vocabulary/e-invoice-formats.ts';

/** Identifiers of a specification: BT-24, and the business process where it asks for one (BT-23). */
export type ProfileIds = { readonly specification: string; readonly process: string | null };

const core = 'urn:cen.eu:en16931:2017';
const billing = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';

/**
 * The identifiers by form.
 * @see Peppol BIS Billing 3.0; XRechnung 3.0 (BR-DE-21, PEPPOL-EN16931-R001); Factur-X 1.0 profile EN 16931
 */
export const profileIds: Readonly<Record<EInvoiceFormat, ProfileIds>> = {
    en16931: { specification: core, process: null },
    facturx: { specification: core, process: null },
    peppol: { specification: `${core}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0`, process: billing },
    xrechnung: { specification: `${core}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0`, process: billing }
};
