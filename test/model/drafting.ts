import { expectDocument } from './expectations.ts';
import { breakdownOf, decimal, type Words } from './money.ts';
import {
    convertedTo, dayAfter, dayOf, lastDateOf, newDocument, note, seriesOf, takeNumber, tell, type Document, type Line, type Model
} from './model.ts';
import { command, pick, refusedFor, type Command, type Manner, type Pick } from './step.ts';

/** Commands on drafts, up to the moment when they are issued and sent. */

export const termsDays = 7;
type About = { readonly of: Pick; readonly manner: Manner };

const isDraft = ({ status }: Document): boolean => status === 'draft';
const itemOf = ({ description, quantity, price, discount, rate }: Words) => ({
    itemType: 'custom', description, quantity: decimal(quantity, 3), unit: 'szt', unitPriceNet: decimal(price, 4), vatRate: rate,
    ...(discount === 0n ? {} : { discountPercent: decimal(discount, 2) })
});
const linesOf = (words: readonly Words[], items: readonly { readonly id: string }[]): readonly Line[] => words.map((line, index) => ({ ...line, id: items[index]?.id ?? '' }));

export type Draft = { readonly type: 'vat_invoice' | 'proforma'; readonly contact: string | null; readonly lines: readonly Words[]; readonly manner: Manner };

export function createDraft(wish: Draft): Command {
    const { type, contact, lines } = wish;
    return command('create', wish, (model) => ({
        method: 'POST', url: '/invoices', status: 201, refusal: undefined,
        body: { invoiceType: type, customerName: 'Anna Przykładowa', ...(contact === null ? {} : { contactId: contact }), items: lines.map(itemOf) },
        apply: (answer) => {
            const draft = newDocument({ id: answer.id, type, contact, lines: linesOf(lines, answer.items) });
            model.documents.push(draft);
            note(model, 'invoice.drafted', draft);
            expectDocument(model, answer, draft);
        }
    }));
}

export function editDraft(wish: About & { readonly lines: readonly Words[] | null }): Command {
    return command('edit', wish, (model) => {
        const draft = pick(model.documents, wish.of, isDraft);
        return draft && {
            method: 'PATCH', url: `/invoices/${draft.id}`, of: draft, status: 200,
            body: wish.lines === null ? { notes: 'Dostawa do godziny 10' } : { items: wish.lines.map(itemOf) },
            refusal: refusedFor([wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED'], [!isDraft(draft), 'INVOICE_NOT_DRAFT']),
            apply: (answer) => {
                draft.version += 1;
                if (wish.lines !== null) relined(draft, linesOf(wish.lines, answer.items));
                note(model, 'invoice.edited', draft);
                expectDocument(model, answer, draft);
            }
        };
    });
}

function relined(draft: Document, lines: readonly Line[]): void {
    draft.lines = lines;
    draft.standing = lines;
    draft.breakdown = breakdownOf(lines);
}

export function deleteDraft(wish: About): Command {
    return command('delete', wish, (model) => {
        const draft = pick(model.documents, wish.of, isDraft);
        return draft && {
            method: 'DELETE', url: `/invoices/${draft.id}`, of: draft, status: 204,
            refusal: refusedFor([wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED'], [!isDraft(draft), 'INVOICE_NOT_DRAFT']),
            apply: () => {
                model.documents.splice(model.documents.indexOf(draft), 1);
                note(model, 'invoice.deleted', draft);
            }
        };
    });
}

/** @param days - Between today and the issue date; null leaves it to the service. */
export function issue(wish: About & { readonly days: number | null; readonly byClerk: boolean }): Command {
    return command('issue', wish, (model) => {
        const draft = pick(model.documents, wish.of, isDraft);
        if (draft === undefined) return undefined;
        const day = dayOf(model.now, wish.days ?? 0);
        const isIssued = draft.number !== null;
        return {
            method: 'POST', url: `/invoices/${draft.id}/issue`, of: draft, status: 200,
            ...(wish.days === null ? {} : { body: { issueDate: day } }),
            ...(wish.byClerk ? { by: 'clerk' as const } : {}),
            refusal: isIssued ? undefined : refusedFor(
                [wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED'],
                [!isDraft(draft), 'INVOICE_NOT_DRAFT'],
                [wish.byClerk && lastDateOf(model, seriesOf(draft.type, day)) > day, 'ISSUE_DATE_BEFORE_LAST']),
            apply: (answer) => {
                if (!isIssued) issued(model, draft, day);
                expectDocument(model, answer, draft);
            }
        };
    });
}

function issued(model: Model, draft: Document, day: string): void {
    takeNumber(model, draft, day);
    draft.dueDate = dayAfter(day, termsDays);
    draft.version += 1;
    draft.status = 'issued';
    note(model, 'invoice.issued', draft);
    tell(model, 'invoice.issued', draft);
}

export function send(wish: About): Command {
    return command('send', wish, (model) => {
        const document = pick(model.documents, wish.of, ({ status }) => status !== 'cancelled');
        return document && {
            method: 'PATCH', url: `/invoices/${document.id}/send`, body: {}, of: document, status: 200,
            refusal: refusedFor([document.status === 'cancelled', 'INVOICE_CANCELLED'], [wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED']),
            apply: (answer) => {
                if (isDraft(document)) issued(model, document, dayOf(model.now));
                else document.version += 1;
                document.sent = true;
                if (document.status === 'issued') document.status = 'sent';
                note(model, 'invoice.sent', document);
                tell(model, 'invoice.sent', document);
                expectDocument(model, answer, document);
            }
        };
    });
}

export function convert(wish: About): Command {
    return command('convert', wish, (model) => {
        const proforma = pick(model.documents, wish.of, ({ type, status }) => type === 'proforma' && status !== 'draft');
        return proforma && {
            method: 'POST', url: `/invoices/${proforma.id}/convert`, of: proforma, status: 201,
            refusal: refusedFor(
                [wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED'],
                [proforma.type !== 'proforma', 'NOT_A_PROFORMA'],
                [isDraft(proforma), 'INVOICE_NOT_ISSUED'],
                [proforma.status === 'cancelled', 'INVOICE_CANCELLED'],
                [convertedTo(model, proforma) !== undefined, 'PROFORMA_ALREADY_CONVERTED']),
            apply: (answer) => {
                const draft = newDocument({
                    id: answer.id, type: 'vat_invoice', contact: proforma.contact, lines: linesOf(proforma.lines, answer.items), convertedFrom: proforma
                });
                model.documents.push(draft);
                proforma.version += 1;
                note(model, 'invoice.drafted', draft);
                note(model, 'invoice.converted', proforma);
                tell(model, 'invoice.converted', proforma);
                expectDocument(model, answer, draft);
            }
        };
    });
}
