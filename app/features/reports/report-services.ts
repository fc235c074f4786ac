import type { InvoiceServices } from '../../domain/invoices/invoice-services.ts';
import { defaultProfile } from '../../domain/organisations/organisation.ts';

/** What reports work with. */
export type ReportServices = Pick<InvoiceServices, 'database' | 'clock'> & { readonly config: Pick<InvoiceServices['config'], 'timeZone'> };

/** The currency of an organisation that does not exist yet. */
export const fallbackCurrency: string = defaultProfile.defaultCurrency;
