import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { defaultProfile } from '../../domain/organisations/organisation.ts';

/** Dependencies of reports. */
export type ReportDependencies = Pick<InvoiceDependencies, 'database' | 'clock'>
    & { readonly config: Pick<InvoiceDependencies['config'], 'timeZone'> };

/** The currency of an organisation that does not exist yet. */
export const fallbackCurrency: string = defaultProfile.defaultCurrency;
