import { randomUUID } from 'node:crypto';
import { contactId, productId, quoteId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import type { Checks } from '../support/checks.ts';
import { openCaller, textIn, type Answer, type Call } from '../support/http-caller.ts';

/** Seller of these tests: name, NIP and address, so that invoices can be issued. */
export const seller = {
    legalName: 'Przykładowe Podłogi sp. z o.o.', nip: '1234563218', street: 'ul. Dębowa 1', postalCode: '00-001',
    city: 'Warszawa', country: 'PL'
};

const draft = {
    contactId: contactId(1),
    items: [
        { itemType: 'product', productId: productId(1), quantity: '25.5' },
        { itemType: 'service', serviceId: serviceId(1), quantity: '25.5' }
    ]
};

/** Sends one call to a port of this machine. @throws Error when there is no answer */
export async function ask(port: number, call: Call): Promise<Answer> {
    const caller = openCaller(port);
    const answer = await caller.send(call);
    caller.close();
    if (typeof answer === 'string') throw new Error(`${call.method} ${call.path} had no answer: ${answer}`);
    return answer;
}

/** An accepted quote of the catalogue, in EUR. */
const foreignQuote = quoteId(3);

/** Sends one call that must have an answer of one status. @returns Its text @throws Error for another status */
export async function textOf(port: number, expected: number, call: Call): Promise<string> {
    const { status, text } = await ask(port, call);
    if (status !== expected) throw new Error(`${call.method} ${call.path}: ${status} ${text.slice(0, 300)}`);
    return text;
}

/**
 * Issues an invoice as a new user: a seller, a draft priced by the other services, its number, the stored invoice and
 * its PDF; and one of a quote in another currency.
 */
export async function issueOneInvoice(port: number, token: string, checks: Checks): Promise<void> {
    const expect = (what: string, { status, text }: Answer, expected: number) =>
        checks.expectNone(`${what}: ${expected}`, status === expected ? [] : [`${status}: ${text.slice(0, 300)}`]);
    expect('the seller is stored',
        await ask(port, { method: 'PATCH', path: '/organisation', token, body: JSON.stringify(seller) }), 200);
    const drafted = await ask(
        port, { method: 'POST', path: '/invoices', token, key: randomUUID(), body: JSON.stringify(draft) });
    expect('a draft with prices of products- and services-service', drafted, 201);
    const path = `/invoices/${textIn(drafted.text, 'id')}`;
    const issued = await ask(port, { method: 'POST', path: `${path}/issue`, token, key: randomUUID() });
    expect('it is issued', issued, 200);
    const read = await ask(port, { method: 'GET', path, token });
    checks.expectNone(`it reads back with its number ${textIn(issued.text, 'invoiceNumber')}`,
        textIn(read.text, 'invoiceNumber') === textIn(issued.text, 'invoiceNumber')
            && textIn(read.text, 'status') === 'issued' ? [] : [read.text.slice(0, 300)]);
    const pdf = await ask(port, { method: 'GET', path: `${path}/pdf`, token });
    checks.expectNone('it is read as a PDF',
        pdf.status === 200 && pdf.text.startsWith('%PDF-') ? [] : [`${pdf.status}: ${pdf.text.slice(0, 300)}`]);

    const quoted = await ask(port, {
        method: 'POST', path: '/invoices/from-quote', token, key: randomUUID(),
        body: JSON.stringify({ quoteId: foreignQuote })
    });
    expect('a draft of a quote that quotes-service has', quoted, 201);
    const foreign = await ask(
        port, { method: 'POST', path: `/invoices/${textIn(quoted.text, 'id')}/issue`, token, key: randomUUID() });
    expect('it is issued in EUR with NBP\'s rate', foreign, 200);
    checks.expectNone(`the rate is ${textIn(foreign.text, 'exchangeRate')} of NBP`,
        textIn(foreign.text, 'exchangeRateSource').startsWith('nbp') ? [] : [foreign.text.slice(0, 600)]);
}

/**
 * Checks who gets in (spec 5.3), through the gateway: calls without a token are let in on its own routes; a wrong token
 * never is.
 */
export async function checkWhoGetsIn(gatewayPort: number, token: string, checks: Checks): Promise<void> {
    const status = async (call: Call) => (await ask(gatewayPort, call)).status;
    const { text } = await ask(
        gatewayPort, { method: 'POST', path: '/invoices', body: JSON.stringify({ customerName: 'Anna Przykładowa' }) });
    const answers = {
        'without a token: list': [await status({ method: 'GET', path: '/invoices' }), 200],
        'without a token: read the draft it made': [
            await status({ method: 'GET', path: `/invoices/${textIn(text, 'id')}` }), 200
        ],
        'without a token: issue, which is not the gateway\'s': [
            await status({ method: 'POST', path: `/invoices/${textIn(text, 'id')}/issue` }), 401
        ],
        'without a token: the organisation, which is not the gateway\'s': [
            await status({ method: 'GET', path: '/organisation' }), 401
        ],
        'with a wrong token': [await status({ method: 'GET', path: '/invoices', token: 'junk' }), 401],
        'with a token': [await status({ method: 'GET', path: '/organisation', token }), 200],
        'health, which needs none': [await status({ method: 'GET', path: '/health/check' }), 200]
    } as const;
    for (const [what, [got, expected]] of Object.entries(answers)) {
        checks.expectNone(`through the gateway ${what}: ${expected}`, got === expected ? [] : [`it was ${got}`]);
    }
}

/**
 * Checks the service's own proof that no number is missing, doubled or out of order. @returns Number of documents by
 * series
 */
export async function checkNumbering(
    port: number, token: string, acknowledged: readonly string[], checks: Checks
): Promise<void> {
    const list: unknown = JSON.parse((await ask(port, { method: 'GET', path: '/invoices/numbering', token })).text);
    const ids = membersOf(list, 'data').map((series) => String(Reflect.get(Object(series), 'id')));
    const faults: string[] = [];
    let documents = 0;
    for (const id of ids) {
        const audit: unknown = JSON.parse(
            (await ask(port, { method: 'GET', path: `/invoices/numbering/${id}/audit`, token })).text);
        documents += Number(Reflect.get(Object(audit), 'count'));
        for (const finding of ['gaps', 'duplicates', 'orderViolations']) {
            if (membersOf(audit, finding).length > 0)
                faults.push(`${id}: ${finding} ${JSON.stringify(membersOf(audit, finding)).slice(0, 200)}`);
        }
    }
    if (documents < acknowledged.length)
        faults.push(`${acknowledged.length} issues were acknowledged, ${documents} documents are there`);
    if (new Set(acknowledged).size !== acknowledged.length) faults.push('a number was acknowledged twice');
    checks.expectNone(`numbering: ${documents} documents, no gap, no duplicate, ${acknowledged.length} `
        + 'acknowledged under load', faults);
}

function membersOf(value: unknown, name: string): readonly unknown[] {
    const list: unknown = Reflect.get(Object(value), name);
    if (!Array.isArray(list)) throw new Error(`The answer has no list ${name}: ${JSON.stringify(value).slice(0, 300)}`);
    return list;
}
