import { advance, convert, payAdvance } from '../support/given-order.ts';
import type { GivenOrganisation } from '../support/given-organisation.ts';
import type { Answered } from '../support/given-service.ts';
import type { Random } from '../crash/random.ts';
import { randomDraft, type Body } from './random-drafts.ts';

/** Issued documents, and requests that a rule refused. */
export type Issued = { readonly documents: readonly Answered['body'][]; readonly refused: readonly string[] };

/** A story of one invoice: the documents that it leaves. */
export async function randomStory(organisation: GivenOrganisation, random: Random): Promise<Issued> {
    return random.between(0, 3) === 0 ? orderStory(organisation, random) : invoiceStory(organisation, random);
}

/** An invoice, paid a little now and then, with correctives. */
async function invoiceStory(organisation: GivenOrganisation, random: Random): Promise<Issued> {
    const made = await stored(organisation, randomDraft(random, { isOrder: false }));
    if (made.body === undefined) return made.issued;
    const documents: Answered['body'][] = [];
    const refused: string[] = [];
    const [invoice] = keep(documents, refused, await organisation.issue(made.body.id));
    if (invoice === undefined) return { documents, refused };
    if (random.between(0, 3) === 0 && invoice.totalGross.length > 5) {
        await organisation.call('PATCH', `/invoices/${invoice.id}/mark-paid`, {
            body: { paymentDate: invoice.issueDate, paymentMethod: 'bank_transfer', amountPaid: whole(invoice, 2n) }
        });
        documents[0] = (await organisation.call('GET', `/invoices/${invoice.id}`)).body;
    }
    for (let place = random.between(0, 3); place > 0; place -= 1) {
        const answer = await organisation.call('POST', `/invoices/${invoice.id}/correctives`,
            { body: correction(random, invoice) });
        keep(documents, refused, answer, ['CORRECTION_EMPTY', 'DISCOUNT_EXCEEDS_LINE', 'INVOICE_NOT_CORRECTABLE']);
    }
    return { documents, refused };
}

/** A part of the gross amount, in whole units. */
function whole({ totalGross }: Answered['body'], part: bigint): string {
    return (BigInt(totalGross.split('.')[0] ?? '0') / part).toString();
}

function correction(random: Random, invoice: Answered['body']): Body {
    const item = random.oneOf<Answered['body']>(invoice.items);
    const changes: readonly Body[] = [
        { type: 'full' },
        { items: [{ itemId: item.id, quantity: '0' }] },
        { items: [{ itemId: item.id, quantity: random.oneOf(['1', '2.5', '60']) }] },
        { items: [{ itemId: item.id, unitPriceNet: random.oneOf(['1', '77.77', '399.99']) }] },
        { items: [{ itemId: item.id, description: 'Inna nazwa', unit: 'kpl' }] },
        { customerName: 'Nowa Nazwa sp. z o.o.' },
        { orderNumber: `PO-${random.between(1, 999)}` }
    ];
    return { reason: 'Zwrot towaru & pomyłka', ...random.oneOf(changes) };
}

/** A proforma with advance invoices, their corrective now and then, and the final invoice. */
async function orderStory(organisation: GivenOrganisation, random: Random): Promise<Issued> {
    const made = await stored(organisation, randomDraft(random, { isOrder: true }));
    if (made.body === undefined) return made.issued;
    const documents: Answered['body'][] = [];
    const refused: string[] = [];
    const { body: proforma } = await organisation.issue(made.body.id);
    const parts = random.between(1, 3);
    for (let place = 0; place < parts; place += 1) {
        const amount = whole(proforma, BigInt(random.between(4, 6)));
        if (amount === '0') break;
        if (random.between(0, 3) === 0) {
            await payAdvance(organisation, proforma.id, amount, '2026-11-23');
            continue;
        }
        const answer = await advance(organisation, proforma.id, { amount, receivedOn: '2026-11-23' });
        const [advanced] = keep(documents, refused, answer, ['ADVANCE_EXCEEDS_ORDER', 'AMOUNT_TOO_LARGE']);
        if (advanced !== undefined && random.between(0, 4) === 0) {
            keep(documents, refused, await organisation.call('POST', `/invoices/${advanced.id}/correctives`,
                { body: { reason: 'Zwrot zaliczki', type: 'full' } }));
        }
    }
    const { body: draft } = await convert(organisation, proforma.id);
    if (draft?.id === undefined) return { documents, refused };
    const [final] = keep(documents, refused, await organisation.issue(draft.id));
    if (final !== undefined && random.between(0, 1) === 0) {
        keep(documents, refused, await organisation.call('POST', `/invoices/${final.id}/correctives`,
            { body: random.between(0, 1) === 0 ? { reason: 'Rezygnacja', type: 'full' } : correction(random, final) }),
        ['CORRECTION_EMPTY', 'ADVANCE_EXCEEDS_RATE', 'DISCOUNT_EXCEEDS_LINE', 'INVOICE_NOT_CORRECTABLE']);
    }
    return { documents, refused };
}

type Stored = { readonly body?: Answered['body']; readonly issued: Issued };

async function stored({ call }: GivenOrganisation, body: Body): Promise<Stored> {
    const answer = await call('POST', '/invoices', { body });
    if (answer.status !== 201) throw new Error(`the draft was refused: ${answer.text}\n${JSON.stringify(body)}`);
    return { body: answer.body, issued: { documents: [], refused: [] } };
}

/**
 * Keeps a document that was issued, or the rules that refused it.
 * @param expected - Other codes that random data may meet.
 * @returns The document, if there is one
 * @throws Error for any other answer
 */
function keep(
    documents: Answered['body'][], refused: string[], { status, body, text }: Answered,
    expected: readonly string[] = []
): readonly Answered['body'][] {
    if (status === 200 || status === 201) {
        const document = body.corrective ?? body;
        documents.push(document);
        return [document];
    }
    if (body?.code === 'E_INVOICE_RULE') {
        refused.push(...ruleIds(body));
        return [];
    }
    if (expected.includes(body?.code)) return [];
    throw new Error(`a document was refused: ${text}`);
}

/** Ids of the rules that an answer names. @throws Error where one is no id of an official rule */
export function ruleIds({ errors }: Answered['body']): readonly string[] {
    const ids = errors.map(({ code }: { code: string }) => code);
    const strange = ids.filter((id: string) => !/^(BR-|PEPPOL-)[A-Z0-9-]+$/.test(id));
    if (ids.length === 0 || strange.length > 0) throw new Error(`no rule: ${JSON.stringify(errors)}`);
    return ids;
}
