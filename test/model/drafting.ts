import {
    afterAdvances, deductPresent, present, refusedConversion, refusedIssue
} from './advancing.ts';
import { expectDocument, same } from './expectations.ts';
import { breakdownText } from './money.ts';
import {
    convertedTo, dayAfter, dayOf, lastDateOf, newDocument, note, seriesOf, takeNumber, tell, type Document, type Model
} from './model.ts';
import { command, pick, refusedFor, type Command, type Manner, type Pick, type Refusal } from './step.ts';
import { bodyOf, linesOf, shortBodyOf, worded, type Wording } from './wording.ts';

/** Commands on drafts, up to the moment when they are issued and sent. */

/** Days between issue and due date. */
export const termsDays = 7;
type About = { readonly of: Pick; readonly manner: Manner };

const isDraft = ({ status }: Document): boolean => status === 'draft';

/** Type, customer and wording of a new draft. */
export type Draft = { readonly type: 'vat_invoice' | 'proforma'; readonly contact: string
    | null; readonly wording: Wording; readonly manner: Manner };

/** Creates a draft. */
export function createDraft(wish: Draft): Command {
    return create('create', wish, false);
}

/** Creates an invoice that is issued as it is stored. */
export function createIssued(wish: Draft): Command {
    return create('create issued', wish, true);
}

function create(name: string, wish: Draft, isIssued: boolean): Command {
    const { type, contact, wording } = wish;
    return command(name, wish, (model) => {
        const { words, ...content } = worded(wording, model);
        return {
            method: 'POST', url: '/invoices', status: 201,
            refusal: isIssued
                ? refusedFor(lacksRate({ type, ...content })) : undefined,
            body: {
                ...(isIssued ? { issue: true } : {}),
                invoiceType: type, customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa',
                ...(contact === null ? {} : { contactId: contact }), ...shortBodyOf({ words, ...content })
            },
            apply: (answer) => {
                const draft = newDocument({
                    id: answer.id, type, contact, ...content, lines: linesOf(words, content.terms, answer.items)
                });
                model.documents.push(draft);
                if (isIssued) {
                    draft.version = 0;
                    issued(model, draft, dayOf(model.now, 0), answer);
                } else {
                    note(model, 'invoice.drafted', draft);
                }
                expectDocument(model, answer, draft);
            }
        };
    });
}

/** Edits a draft; without a wording it changes nothing. */
export function editDraft(wish: About & { readonly wording: Wording | null }): Command {
    return command('edit', wish, (model) => {
        const draft = pick(model.documents, wish.of, isDraft);
        // What a final invoice may be edited in is tested elsewhere.
        const content = wish.wording === null || (draft?.advances.length ?? 0) > 0
            ? undefined : worded(wish.wording, model);
        return draft && {
            method: 'PATCH', url: `/invoices/${draft.id}`, of: draft, status: 200,
            body: content === undefined ? { notes: 'Dostawa do godziny 10' } : bodyOf(content),
            refusal: refusedFor(
                [wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED'], [!isDraft(draft), 'INVOICE_NOT_DRAFT']),
            apply: (answer) => {
                draft.version += 1;
                if (content !== undefined) reworded(draft, content, answer.items);
                note(model, 'invoice.edited', draft);
                expectDocument(model, answer, draft);
            }
        };
    });
}

function reworded(
    draft: Document, { words, ...content }: ReturnType<typeof worded>, items: Parameters<typeof linesOf>[2]
): void {
    const lines = linesOf(words, content.terms, items);
    Object.assign(draft, content, { lines, standing: lines });
    draft.breakdown = afterAdvances(draft, lines);
}

/** Deletes a draft. */
export function deleteDraft(wish: About): Command {
    return command('delete', wish, (model) => {
        const draft = pick(model.documents, wish.of, isDraft);
        return draft && {
            method: 'DELETE', url: `/invoices/${draft.id}`, of: draft, status: 204,
            refusal: refusedFor(
                [wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED'], [!isDraft(draft), 'INVOICE_NOT_DRAFT']),
            apply: () => {
                model.documents.splice(model.documents.indexOf(draft), 1);
                note(model, 'invoice.deleted', draft);
            }
        };
    });
}

/** The draft to issue, and the way to do it. */
export type IssueWish = About & {
    /** Days between today and the issue date; null leaves the date to the service. */
    readonly days: number | null;
    readonly byClerk: boolean;
};

/** Issues a draft. */
export function issue(wish: IssueWish): Command {
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
                [day > dayOf(model.now), 'ISSUE_DATE_IN_FUTURE'],
                ...refusedIssue(model, draft, day),
                noRate(draft),
                oldRate(draft, day),
                [wish.byClerk && lastDateOf(model, seriesOf(draft.type, day)) > day, 'ISSUE_DATE_BEFORE_LAST']),
            apply: (answer) => {
                if (!isIssued) issued(model, draft, day, answer);
                expectDocument(model, answer, draft);
            }
        };
    });
}

type Rated = { readonly [Member in 'type' | 'terms' | 'exchange']: Document[Member] };

const asksForRate = ({ type, terms, exchange }: Rated): boolean => type !== 'proforma'
    && terms.currency !== 'PLN' && exchange === null;
/** The bank publishes no rate of some currencies. */
const lacksRate = (document: Rated): readonly [boolean, Refusal] =>
    [asksForRate(document) && document.terms.currency === 'KWD', 'EXCHANGE_RATE_MISSING'];
const noRate = (document: Document): readonly [boolean, Refusal] =>
    [isDraft(document) && lacksRate(document)[0], 'EXCHANGE_RATE_MISSING'];

/** A rate by hand is at most 31 days older than the day before the issue. */
const oldRate = ({ type, status, rateDay }: Document, day: string): readonly [boolean, Refusal] =>
    [status === 'draft' && type !== 'proforma' && rateDay !== null && rateDay < dayAfter(day, -32),
        'EXCHANGE_RATE_DATE_WRONG'];

/** Issues in the model. The answer tells the rate that the service found; the right one is tested elsewhere. */
function issued(model: Model, draft: Document, day: string, answer: { readonly exchangeRate: string | null }): void {
    deductPresent(model, draft);
    takeNumber(model, draft, day);
    if (asksForRate(draft)) draft.exchange = answer.exchangeRate ?? 'missing';
    draft.dueDate = dayAfter(day, termsDays);
    draft.version += 1;
    draft.status = 'issued';
    note(model, 'invoice.issued', draft);
    tell(model, 'invoice.issued', draft);
}

/** Marks a document sent. */
export function send(wish: About): Command {
    return command('send', wish, (model) => {
        const document = pick(model.documents, wish.of, ({ status }) => status !== 'cancelled');
        return document && {
            method: 'PATCH', url: `/invoices/${document.id}/send`, body: {}, of: document, status: 200,
            refusal: refusedFor([document.status === 'cancelled', 'INVOICE_CANCELLED'],
                [wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED'],
                ...refusedIssue(model, document, dayOf(model.now)), noRate(document),
                oldRate(document, dayOf(model.now))),
            apply: (answer) => {
                if (isDraft(document)) issued(model, document, dayOf(model.now), answer);
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

/** Converts a proforma to a draft invoice. */
export function convert(wish: About): Command {
    return command('convert', wish, (model) => {
        const proforma = pick(model.documents, wish.of, ({ type, status }) =>
            type === 'proforma' && status !== 'draft');
        return proforma && {
            method: 'POST', url: `/invoices/${proforma.id}/convert`, of: proforma, status: 201,
            refusal: refusedFor(
                [wish.manner.ifMatch === 'stale', 'PRECONDITION_FAILED'],
                [proforma.type !== 'proforma', 'NOT_A_PROFORMA'],
                [isDraft(proforma), 'INVOICE_NOT_ISSUED'],
                [proforma.status === 'cancelled', 'INVOICE_CANCELLED'],
                [convertedTo(model, proforma) !== undefined, 'PROFORMA_ALREADY_CONVERTED'],
                ...refusedConversion(model, proforma)),
            apply: (answer) => {
                const { contact, terms, discount } = proforma;
                const draft = newDocument({
                    id: answer.id, type: 'vat_invoice', contact, terms, exchange: null,
                    discount, convertedFrom: proforma, lines: linesOf(proforma.lines, terms, answer.items)
                });
                same('what was offered', breakdownText(draft.breakdown, terms.currency), breakdownText(
                    proforma.breakdown, terms.currency));
                draft.advances = present(model, proforma);
                draft.breakdown = afterAdvances(draft, draft.lines);
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
