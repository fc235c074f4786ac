import type { Fault } from '../../foundation/errors/domain-error.ts';
import type { IssueRules } from '../invoices/issue-rules.ts';
import { faultsOfEInvoice } from './e-invoice-rules.ts';
import { toEInvoice } from './to-e-invoice.ts';

/** Stand-in for the number of a document that has none yet: no rule depends on it. */
const numberToCome = '1';

/**
 * Rules of its e-invoice that a document breaks, before it is issued. A document that needs none, and a proforma, break
 * none.
 */
export const eInvoiceRules: IssueRules = ({ invoice, seller, issueDate }): readonly Fault[] => (
    invoice.eInvoice === null || invoice.invoiceType === 'proforma' ? []
        : faultsOfEInvoice(toEInvoice(
            { invoice, seller, issueDate, number: invoice.number ?? numberToCome }, invoice.eInvoice)));
