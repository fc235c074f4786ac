import { invoiceAnswer } from '../../domain/invoices/invoice.answers.ts';
import { toInvoiceView } from '../../domain/invoices/invoice.view.ts';
import { exampleCorrective } from './corrective.example.ts';

/** A corrective: an invoice of negated and new items. */
export const correctiveAnswer = invoiceAnswer.label('CorrectiveInvoice').example(toInvoiceView(exampleCorrective, '2026-11-24'), { override: true });
