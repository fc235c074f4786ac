import { invoiceAnswer } from '../../domain/invoices/invoice.answers.ts';
import { withExample } from '../../foundation/schema/openapi-meta.ts';
import { toInvoiceView } from '../../domain/invoices/invoice.view.ts';
import { exampleCorrective } from './corrective.example.ts';

/** A corrective: an invoice of negated and new items. */
export const correctiveAnswer = withExample(
    'CorrectiveInvoice', invoiceAnswer, toInvoiceView(exampleCorrective, '2026-11-24'));
