import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { faultSentence } from '../../foundation/errors/fault-sentence.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import { sellerOf, type Organisation, type Seller } from '../organisations/organisation.ts';
import type { Invoice } from './invoice.ts';

/** A document that is about to be issued, with its seller and the day of its issue, `YYYY-MM-DD`. */
export type DocumentToIssue = { readonly invoice: Invoice; readonly seller: Seller; readonly issueDate: string };

/**
 * Rules of the forms in which a document must be written, such as an e-invoice. The composition root provides them:
 * this folder knows no form. A fault's code is the id of the rule that is broken.
 */
export type IssueRules = (document: DocumentToIssue) => readonly Fault[];

/**
 * Refuses a document that its form's rules refuse.
 * @throws DomainError `E_INVOICE_RULE` with the id of each broken rule and its field
 */
export function assertIssueRules(rules: IssueRules, invoice: Invoice): void {
    const { seller, issueDate, id } = invoice;
    if (seller === null || issueDate === null) {
        throw new RangeError(`invoice ${id} is issued without seller or date`);
    }
    const faults = rules({ invoice, seller, issueDate });
    if (faults.length > 0) {
        const wayOut = invoice.correction === null ? 'give what is missing to the draft, or set its eInvoice to none'
            : 'a field of the organisation is given at the invoice service itself, with PATCH /organisation; a full '
                + 'corrective is not refused';
        throw new DomainError('E_INVOICE_RULE', `${faultSentence(faults)}: ${wayOut}`,
            { id, rules: faults.map(({ code }) => code) }, { faults });
    }
}

/**
 * The faults of a draft as warnings, as they would be if it were issued today. A draft without lines is not finished,
 * and has none.
 */
export function issueRuleWarnings(
    rules: IssueRules, draft: Invoice, organisation: Organisation, today: string
): readonly Warning[] {
    if (draft.lines.length === 0 || draft.eInvoice === null) {
        return [];
    }
    const { buyer } = draft;
    const issueDate = draft.issueDate ?? today;
    const invoice = {
        ...draft, issueDate, saleDate: draft.saleDate ?? issueDate, dueDate: draft.dueDate ?? issueDate,
        buyer: { ...buyer, country: buyer.country ?? organisation.country }
    };
    return rules({ invoice, seller: sellerOf(organisation, draft.currency), issueDate })
        .map((fault): Warning => ({
            path: fault.path, code: 'E_INVOICE_RULE',
            message: `${faultSentence([fault])}; the draft cannot be issued with eInvoice ${draft.eInvoice}`
        }));
}
