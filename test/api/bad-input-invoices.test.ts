import { beforeAll, beforeEach, afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import Joi from 'joi';
import { contactId, productId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { routes as apiRoutes } from '../../app/processes/routes.ts';
import { givenDraft, givenItem, givenSeller, type Answered } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useService } from '../support/use-service.ts';

const service = useService();
let token: string;
let draft: { readonly id: string; readonly items: readonly { readonly id: string }[] };
let before: Awaited<ReturnType<typeof storedRows>>;
beforeAll(async () => {
    token = await givenToken({ role: 'admin' });
    await givenSeller(service);
    draft = await givenDraft(service);
});
beforeEach(async () => {
    before = await storedRows(service);
});
afterEach(async () => {
    // No request of a test of this file may store anything.
    expect(await storedRows(service)).toEqual(before);
});

/** Sends a text as it is, and any other body as JSON. */
function send(method: string, url: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    return service.call(method, url, { token, headers, ...(body === undefined ? {} : { body }) });
}

/** Expects a problem document whose sentence is fit for the gateway. */
function expectProblem({ status, headers, body }: Answered): void {
    expect([status >= 400 && status < 500, status]).toEqual([true, status]);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({
        status, code: expect.stringMatching(/^[A-Z_]+$/), requestId: expect.any(String), errors: expect.any(Array)
    });
    expect(body.message).toBe(body.detail);
    expect(body.message.length).toBeGreaterThan(0);
}

/** Expects the refusal of one field: `errors` and the sentence name its path. */
function expectFault(answer: Answered, path: string): void {
    expectProblem(answer);
    expect([answer.status, answer.body.errors[0]?.path]).toEqual([400, path]);
    expect(answer.body.message.startsWith(path)).toBe(true);
}

type Described = {
    readonly type?: string; readonly keys?: Readonly<Record<string, Described>>; readonly items?: readonly Described[];
    readonly flags?: { readonly presence?: string; readonly result?: string };
    readonly examples?: readonly unknown[]; readonly label?: string;
};
type Leaf = {
    readonly path: readonly (string | number)[]; readonly described: Described;
    /** The object that has the field, where it is not the body: its place and its example. */
    readonly within?: { readonly path: readonly (string | number)[]; readonly example: unknown };
};

/** Every field of a body; inside a list, the fields of the first entry. */
function leavesOf(described: Described, path: readonly (string | number)[] = []): readonly Leaf[] {
    // What is accepted without effect is no field.
    if (described.flags?.result === 'strip') {
        return [];
    }
    if (described.keys !== undefined) {
        const [example] = described.examples ?? [];
        return Object.entries(described.keys).flatMap(([name, field]) => leavesOf(field, [...path, name]))
            .map((leaf) => (path.length > 0 && example !== undefined ? { within: { path, example }, ...leaf } : leaf));
    }
    const [entry] = described.items ?? [];
    return [{ path, described }, ...(entry?.keys === undefined ? [] : leavesOf(entry, [...path, 0]))];
}

const written = (path: readonly (string | number)[]) =>
    path.reduce<string>(
        (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '');

/** A copy of a value with another value at a path. */
function replaced(root: unknown, [part, ...rest]: readonly (string | number)[], value: unknown): unknown {
    if (part === undefined) {
        return value;
    }
    const copy: Record<string, unknown> | unknown[] = typeof part === 'number'
        ? [...(Array.isArray(root) ? root : [{}])] : { ...Object(root) };
    const inside: unknown = Reflect.get(copy, part);
    Reflect.set(copy, part, replaced(inside, rest, value));
    return copy;
}

/** The example of a body, with the object that has a field. */
function exampleWith(example: unknown, { within }: Leaf): unknown {
    const present = within?.path.reduce<unknown>((value, part) => Object(value)[part], example);
    return within === undefined || present !== undefined ? example : replaced(example, within.path, within.example);
}

const addressOf = (path: string) => path.replace('{invoiceId}', draft.id).replace('{itemId}', draft.items[0]?.id ?? '')
    .replace('{contactId}', contactId(1)).replace('{series}', 'vat_invoice-2026-11')
    .replace('{invoiceType}', 'vat_invoice').replace('{sha256}', 'a'.repeat(64))
    .replace(/\{\w+Id\}/g, draft.id);

function schemaOf(validation: unknown): Joi.Schema | undefined {
    return Joi.isSchema(validation) ? validation : undefined;
}

const table = apiRoutes.map(({ method, path, options }) => {
    const validate = typeof options === 'object' ? options.validate : undefined;
    return { method: String(method).toUpperCase(), path, payload: schemaOf(validate?.payload), query: schemaOf(
        validate?.query) };
});
const withBody = table.filter(({ payload }) => payload !== undefined);
const withQuery = table.filter(({ query }) => query !== undefined);

describe('every field of every body', () => {
    const fields = withBody.flatMap(({ method, path, payload }) => {
        const described: Described = payload?.describe() ?? {};
        const [example = {}] = described.examples ?? [];
        return leavesOf(described).map((leaf) =>
            [`${method} ${path}`, written(leaf.path), leaf, exampleWith(example, leaf)] as const);
    });

    test('is known: all routes that take one are here', () => {
        expect(withBody.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
            'PATCH /invoices/{invoiceId}', 'PATCH /invoices/{invoiceId}/cancel',
            'PATCH /invoices/{invoiceId}/mark-paid', 'PATCH /invoices/{invoiceId}/reminders',
            'PATCH /invoices/{invoiceId}/send', 'PATCH /organisation', 'PATCH /webhooks/{webhookId}',
            'POST /customers/{contactId}/refunds', 'POST /invoices', 'POST /invoices/bulk/create',
            'POST /invoices/bulk/issue', 'POST /invoices/from-quote', 'POST /invoices/{invoiceId}/advance-invoices',
            'POST /invoices/{invoiceId}/apply-credit', 'POST /invoices/{invoiceId}/calculate-totals',
            'POST /invoices/{invoiceId}/convert', 'POST /invoices/{invoiceId}/correctives',
            'POST /invoices/{invoiceId}/deliveries/{deliveryId}/bounce', 'POST /invoices/{invoiceId}/issue',
            'POST /invoices/{invoiceId}/items/custom', 'POST /invoices/{invoiceId}/items/product',
            'POST /invoices/{invoiceId}/items/service', 'POST /invoices/{invoiceId}/links',
            'POST /invoices/{invoiceId}/payments', 'POST /invoices/{invoiceId}/receipt-confirmation',
            'POST /invoices/{invoiceId}/refunds', 'POST /invoices/{invoiceId}/send/preview',
            'POST /invoices/{invoiceId}/write-off', 'POST /organisation/pending-change/confirm', 'POST /payments',
            'POST /payments/{paymentId}/reversal', 'POST /webhooks', 'POST /webhooks/{webhookId}/replay',
            'POST /webhooks/{webhookId}/rotate-secret', 'PUT /invoices/numbering/{series}/start',
            'PUT /organisation', 'PUT /organisation/logo', 'PUT /organisation/mail-texts',
            'PUT /organisation/reminders'
        ]);
        expect(fields.length).toBeGreaterThan(150);
    });

    test.each(fields)('%s: %s of a wrong type or with text that is none is 400 with its path',
        async (route, path, { path: parts, described }, example) => {
            const [method = '', address = ''] = route.split(' ');
            const isList = described.type === 'array';
            const nasty: readonly unknown[] = [
                { a: 1 }, ...(isList ? ['x', 7, true] : [[1], [], 'x\u0000y', '\ud800', 'x\udfff']),
                ...(isList && described.flags?.presence === 'required' ? [null] : []),
                ...(described.type === 'boolean' ? ['true', 1, 'yes'] : [])
            ];

            const answers = await Promise.all(nasty.map((value) => send(method, addressOf(address), replaced(
                example, parts, value))));

            for (const answer of answers) {
                expectFault(answer, path);
            }
        });

    test.each(withBody.map(
        ({ method, path, payload }) => {
            const { keys = {}, examples: [example = {}] = [] }: Described = payload?.describe() ?? {};
            return [`${method} ${path}`, example, Object.keys(keys)] as const;
        }
    ))(
        '%s: a field that it does not know is 400 naming it', async (route, example, known) => {
            const [method = '', address = ''] = route.split(' ');
            const unknown = [
                'status', 'paymentStatus', 'paidAt', 'totalNet', 'totalVAT', 'totalGross', 'paidAmount', 'balance',
                'id', 'version', 'organisationId', 'seller', 'Notes', 'constructor', 'toString', 'a b', 'a.b'
            ].filter((name) => !known.includes(name));

            const answers = await Promise.all(unknown.map((name) => send(
                method, addressOf(address), { ...Object(example), [name]: 'x' })));

            answers.forEach((answer, index) => expectFault(answer, unknown[index] ?? ''));
        });
});

describe('the body as a whole', () => {
    const bodies = withBody.map(({ method, path }) => [method, path] as const);
    const rubbish: readonly (readonly [string, string])[] = [
        ['broken JSON', '{"notes":'], ['two documents', '{}{}'], ['single quotes', "{'notes':'x'}"],
        ['a comment', '{/**/}'], ['a trailing comma', '{"notes":"x",}'], ['NaN', '{"discountAmount":NaN}'],
        ['a leading zero', '{"discountAmount":01}'], ['a plus sign', '{"discountAmount":+1}'], ['a list', '[]'],
        ['a list of bodies', '[{}]'], ['a text', '"x"'], ['a number', '7'], ['true', 'true'],
        ['__proto__', '{"__proto__":{"notes":"x"}}'],
        ['__proto__ in a list', '{"items":[{"__proto__":{"quantity":1}}]}'],
        ['a nested constructor', '{"constructor":{"prototype":{"notes":"x"}}}'],
        ['a NUL in a name', '{"no\\u0000tes":"x"}'], ['half a surrogate pair in a name', '{"\\ud800":"x"}'],
        ['an empty name', '{"":"x"}'], ['deep lists', `{"items":${'['.repeat(50)}${']'.repeat(50)}}`],
        ['very deep lists', '['.repeat(200_000)],
        ['very deep lists that end', `{"items":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
        ['very deep objects', '{"a":'.repeat(100_000)]
    ];

    test.each(bodies)('%s %s refuses rubbish', async (method, path) => {
        const answers = await Promise.all(rubbish.map(([, body]) => send(method, addressOf(path), body)));

        answers.forEach((answer) => {
            expectProblem(answer);
            expect(answer.status).toBe(400);
        });
    });

    test.each(bodies)('%s %s refuses 1.1 MB with 413', async (method, path) => {
        const answer = await send(method, addressOf(path), { notes: 'x'.repeat(1_153_434) });

        expectProblem(answer);
        expect([answer.status, answer.body.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    });

    test.each(bodies)('%s %s refuses what is not JSON with 415', async (method, path) => {
        const types = [
            'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml',
            'application/json; charset=utf-16', 'application/jsonp', 'rubbish'
        ];

        const answers = await Promise.all(types.map((type) => send(
            method, addressOf(path), '{"notes":"x"}', { 'content-type': type })));

        expect(answers.map(({ status }) => status)).toEqual(Array(types.length).fill(415));
        answers.forEach(expectProblem);
    });

    const withoutBody = table.filter(({ method, payload }) => payload === undefined && method !== 'GET')
        .map(({ method, path }) => [method, path] as const);
    test.each(withoutBody)('%s %s takes no body', async (method, path) => {
        const answer = await send(method, addressOf(path), { notes: 'x' });

        expectProblem(answer);
        expect(answer.status).toBe(400);
    });

    test('that is not UTF-8 is 400', async () => {
        const response = await service.server.inject({
            method: 'POST', url: '/invoices',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            payload: Buffer.concat([Buffer.from('{"notes":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')])
        });

        expect([response.statusCode, JSON.parse(response.payload).code]).toEqual([400, 'INVALID_JSON']);
    });
});

describe('fields of a draft', () => {
    const item = (fields: Readonly<Record<string, unknown>>) => ({ items: [givenItem(), givenItem(fields)] });
    const decimals = [
        '1e5', '.5', '5.', '+1', '1 000', '12,5', ' 1', '1 ', '0x10', '', 'NaN', 'Infinity', '1_000', '٣', '１', '--1',
        '1.1234567', '01', '1'.repeat(40), '-1', '-0.000001', true, null, {}, [], [1]
    ];
    // Of an optional field, a blank and null mean that it is not given.
    const given = decimals.filter((value) => value !== '' && value !== null);

    test.each(['quantity', 'unitPriceNet', 'discountPercent', 'discountAmount'].flatMap((field) =>
        (field === 'quantity' ? decimals : given).map((value) => [field, value] as const)
    ))(
        'items[1].%s of %j is 400', async (field, value) => {
            for (const [method, path] of [['POST', '/invoices'], ['PATCH', `/invoices/${draft.id}`]] as const) {
                expectFault(await send(method, path, item({ [field]: value })), `items[1].${field}`);
            }
        });

    test.each(['discountPercent', 'discountAmount'].flatMap(
        (field) => given.map((value) => [field, value] as const)
    ))('%s of %j is 400', async (field, value) => {
        expectFault(await send('POST', '/invoices', { items: [givenItem()], [field]: value }), field);
    });

    test.each([
        '1e400', '-1e400', '1e308', '1e-7', '0.1234567', '123456789012345678901234567890', '9007199254740993.5',
        '0.30000000000000004', '-1', '-0.01'
    ])(
        'the JSON number %s is 400 as a quantity, a price and a discount', async (number) => {
            for (const field of ['quantity', 'unitPriceNet', 'discountAmount']) {
                const { [field as 'quantity']: _given, ...rest } = givenItem();
                const body = `{"items":[${JSON.stringify(rest).slice(0, -1)},"${field}":${number}}]}`;

                expectFault(await send('POST', '/invoices', body), `items[0].${field}`);
            }
        });

    test.each(['0', '-0', '0.0', '0.000000'])('the quantity %s is 400', async (number) => {
        expectFault(await send('POST', '/invoices',
            `{"items":[{"itemType":"custom","description":"x","unitPriceNet":1,"quantity":${number}}]}`),
            'items[0].quantity');
        expectFault(await send('POST', '/invoices', item({ quantity: number })), 'items[1].quantity');
    });

    test.each([
        ...['issueDate', 'saleDate', 'dueDate'].flatMap((field) =>
            [
                '2026-02-30', '2025-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '26-01-01', '1999-12-31',
                '2100-01-01', '2026-11-23T00:00:00', '2026-02-30T10:00:00Z', '23.11.2026', 'today', 20261123, true
            ]
                .map((value) => [field, value] as const)),
        ...['contactId', 'quoteId'].flatMap((field) =>
            [
                '1', 'anna', `${contactId(1)}0`, contactId(1).slice(1), `{${contactId(1)}}`,
                contactId(1).replaceAll('-', ''), `${contactId(1)}' OR 1=1`, '../../etc', 7
            ].map((value) => [field, value] as const)),
        ...['1234563219', '0000000000', '123', 'PL1234563219', 'DE136695977', 1234563218].map((value) =>
            ['customerNIP', value] as const),
        ...['192598185', '19', 192598184].map((value) => ['customerREGON', value] as const),
        ...['x'.repeat(301), 7, 'a\u0007b', 'a\ufffeb'].map((value) => ['customerName', value] as const),
        ['customerAddress', 'x'.repeat(501)], ['notes', 'x'.repeat(4_001)],
        ['createdBy', 'x'.repeat(201)], ['paymentTerms', 366],
        ['paymentTerms', -1], ['paymentTerms', 1.5], ['paymentTerms', 'x'.repeat(201)], ['paymentTerms', true],
        ['paymentMethod', 'cheque'], ['paymentMethod', 'Cash'], ['invoiceType', 'corrective'],
        ['invoiceType', 'invoice'],
        ['currency', 'pln'], ['currency', 'PL'], ['currency', 'XXX'],
        ['pricesInclude', 'brutto'], ['language', 'polski'], ['language', 'pl_PL'],
        ['items', {}], ['items', 'x'], ['validateCustomer', 'true'],
        ['customerVATPayer', 'yes'], ['customerVATPayer', 1], ['autoGenerateNumber', 'x'], ['autoCalculateTotals', 0]
    ] as const)('%s of %j is 400 in POST, PATCH and calculate-totals', async (field, value) => {
        for (const [method, path] of [[
            'POST', '/invoices'
        ], ['PATCH', `/invoices/${draft.id}`], ['POST', `/invoices/${draft.id}/calculate-totals`]] as const) {
            expectFault(await send(method, path, { [field]: value }), field);
        }
    });

    test.each([
        [{ itemType: 'gift' }, 'itemType'], [{ itemType: undefined }, 'itemType'],
        [{ quantity: undefined }, 'quantity'], [{ description: undefined }, 'description'],
        [{ unitPriceNet: undefined }, 'unitPriceNet'], [{ serviceId: serviceId(1) }, 'serviceId'],
        [{ productId: productId(1) }, 'productId'], [{ pricingTier: 'basic' }, 'pricingTier'],
        [{ itemType: 'product' }, 'productId'], [{ itemType: 'service' }, 'serviceId'],
        [{ itemType: 'product', productId: 'x' }, 'productId'],
        [{ itemType: 'product', productId: productId(1), pricingTier: 'basic' }, 'pricingTier'],
        [{ itemType: 'product', productId: productId(1), regionalZone: 'other' }, 'regionalZone'],
        [{ itemType: 'service', serviceId: serviceId(1), useOptimalPricing: true }, 'useOptimalPricing'],
        [{ itemType: 'service', serviceId: serviceId(1), pricingTier: 'gold' }, 'pricingTier'],
        [{ itemType: 'service', serviceId: serviceId(1), regionalZone: 'sopot' }, 'regionalZone'],
        [{ lineNumber: 0 }, 'lineNumber'], [{ lineNumber: 501 }, 'lineNumber'], [{ lineNumber: 1.5 }, 'lineNumber'],
        [{ unit: 'x'.repeat(21) }, 'unit'], [{ description: 'x'.repeat(1_001) }, 'description'],
        [{ vatRate: '23,0' }, 'vatRate'], [{ vatCategory: 'X' }, 'vatCategory'],
        [{ unitPrice: '1.00' }, 'unitPrice'], [{ priceBaseQuantity: '0' }, 'priceBaseQuantity']
    ])('an item with %j is 400', async (fields, field) => {
        expectFault(await send('POST', '/invoices', item(fields)), `items[1].${field}`);
    });

    test('501 items are 400 before any of them is priced', async () => {
        service.standins.control.products.reset();

        const answer = await send('POST', '/invoices',
            { items: Array(501).fill({ itemType: 'product', productId: productId(1), quantity: 1 }) });

        expectFault(answer, 'items');
        expect(service.standins.control.products.calls()).toBe(0);
    });

    test('500 bad items are told in an answer of bounded size', async () => {
        const answer = await send('POST', '/invoices', { items: Array(500).fill({ a: 1, b: 2, c: 3, d: 4 }) });

        expectProblem(answer);
        expect(answer.body.errors.length).toBeLessThanOrEqual(50);
        expect(answer.text.length).toBeLessThan(20_000);
    });

    test('a rubbish value is not shown back in full', async () => {
        const answer = await send('POST', '/invoices', { [`${'x'.repeat(100_000)}`]: 1 });

        expectProblem(answer);
        expect(answer.text.length).toBeLessThan(5_000);
    });
});

describe('addresses and queries', () => {
    const withIds = table.filter(({ path }) => /\{(invoiceId|contactId|itemId)\}/.test(path)).map(({ method, path }) =>
        [method, path] as const);

    test.each(withIds)('%s %s with an id that is none is 400 naming it', async (method, path) => {
        const field = /\{(contactId|itemId)\}/.exec(path)?.[1] ?? 'invoiceId';
        const rubbish = [
            '1', 'x', `${contactId(1)}x`, "1'--", '%00', '%20', '..%2F..', '%F0%9F%92%A9', '-1', 'null',
            contactId(1).replaceAll('-', '')
        ];
        const answers = await Promise.all(rubbish.map((id) => send(method, addressOf(path.replace(`{${field}}`, id)))));

        answers.forEach((answer) => {
            expectProblem(answer);
            expect([400, 404]).toContain(answer.status);
        });
        const [first] = answers;
        expect(first?.body.errors[0].path).toBe(field);
    });

    const fields = withQuery.flatMap(({ method, path, query }) =>
        Object.entries((query?.describe() as Described).keys ?? {}).map(([name, { type, flags }]) =>
            [`${method} ${path}`, name, type, flags?.presence === 'required'] as const));

    test.each(fields)('%s: %s that is rubbish is 400 naming it', async (route, name, type, isRequired) => {
        const [method = '', address = ''] = route.split(' ');
        const ask = (query: string) => send(method, `${addressOf(address)}?${query}`);

        expectFault(await ask(`${name}=%00`), name);
        // The missing parameter is named before the unknown one.
        expectFault(await ask(`${name}[a]=x`), isRequired ? name : `${name}[a]`);
        if (type !== 'array') {
            expectFault(await ask(`${name}=1&${name}=2`), name);
            expectFault(await ask(`${name}[]=1`), name);
        }
    });

    test.each(table.filter(({ query, method }) => query === undefined && method === 'GET').map(({ path }) => path))(
        'GET %s takes no parameter', async (path) => {
            const answer = await send('GET', `${addressOf(path)}?limit=5`);

            // A series that does not exist is looked up only after its parameters were checked.
            expectFault(answer, 'limit');
        });

    test.each(['%', '%zz', 'search=%ff', 'search=%c3%28', 'search=%ED%A0%80'])('the query %s is 400', async (query) => {
        const answer = await send('GET', `/invoices?${query}`);

        expectProblem(answer);
        expect(answer.status).toBe(400);
    });

    test.each([
        'FV', 'vat_invoice', 'vat_invoice-26-11', "vat_invoice-2026-11'", 'receipt-2026-11', 'vat_invoice-2026-11-23'
    ])('the series %s is 400', async (series) => {
        expectFault(await send('GET', `/invoices/numbering/${series}/audit`), 'series');
    });

    test.each([
        'invoice', 'VAT_INVOICE', '__proto__', 'constructor', '1'
    ])('the invoice type %s is 400', async (type) => {
        expectFault(await send('POST', `/invoices/generate-number/${type}`), 'invoiceType');
    });

    test.each([
        'after=x', 'after=-1', 'after=1e5', `after=${'9'.repeat(19)}`, 'limit=0', 'limit=101', 'limit=x'
    ])('a history with %s is 400', async (query) => {
        expectFault(await send('GET', `/invoices/${draft.id}/history?${query}`), query.split('=')[0] ?? '');
    });

    test('a history after a number that it does not reach is refused', async () => {
        const { status, body } = await send('GET', `/invoices/${draft.id}/history?after=${'9'.repeat(9)}`);

        expect([status, body.errors[0].path]).toEqual([400, 'after']);
    });
});

describe('headers', () => {
    const keys = ['', ' ', 'with blank', 'ż', 'tab\there'].map((value) => [JSON.stringify(value), value] as const);
    test.each([
        ...keys, ['256 letters', 'x'.repeat(256)] as const
    ])('an Idempotency-Key of %s is 400', async (_case, key) => {
        const answers = await Promise.all([
            send('POST', '/invoices', { notes: 'x' }, { 'idempotency-key': key }),
            send('PATCH', `/invoices/${draft.id}`, { notes: 'x' }, { 'idempotency-key': key }),
            send('POST', `/invoices/${draft.id}/recalculate`, undefined, { 'idempotency-key': key })
        ]);

        answers.forEach(expectProblem);
        expect(answers.map(({ body }) => body.code)).toEqual(Array(3).fill('IDEMPOTENCY_KEY_INVALID'));
        expect(answers[0]?.body.message).toContain('Idempotency-Key');
    });

    const ifMatches = ['', '1', 'rubbish', 'W/"1"', '"', '"1', '"\u0001"'].map((value) =>
        [JSON.stringify(value), value] as const);
    test.each([
        ...ifMatches, ['5 000 digits', `"${'9'.repeat(5_000)}"`] as const
    ])('an If-Match of %s is 412', async (_case, ifMatch) => {
        const answer = await send('PATCH', `/invoices/${draft.id}`, { notes: 'x' }, { 'if-match': ifMatch });

        expectProblem(answer);
        expect(answer.status).toBe(412);
    });

    test.each([
        ['5 000 letters', 'x'.repeat(5_000)], ['a control character', '\u0001'], ['other alphabets', 'ż'.repeat(50)]
    ])('an X-Request-Id and a traceparent of %s are not passed on', async (_case, rubbish) => {
        const { status, headers } = await send(
            'GET', `/invoices/${draft.id}`, undefined, { 'x-request-id': rubbish, traceparent: rubbish });

        expect(status).toBe(200);
        expect(headers['x-request-id']).not.toBe(rubbish);
    });
});

describe('anything at all', () => {
    const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
    const rubbish = fc.oneof(fc.constantFrom<unknown>(
        null, true, 0, -0, -1, 1.5, 0.005, 1e21, '', ' ', '0', '1e5', '12,5', '-1', '99999999999999999999',
        '2026-02-30', '1234563219', '\u0000', '\ud800', '💩', 'Z\u0301', [], {}, [[]]
    ), fc.jsonValue({ maxDepth: 3 }));
    const decimal = fc.constantFrom<unknown>(
        1, '0.5', '12.5', '100', '0.005', 33.33, '12.345', '999999999', '0.000001');
    const date = fc.constantFrom(null, '2026-11-23', '2026-01-01', '2030-02-28');
    const anyone = fc.constantFrom(
        'Anna', 'Zażółć sp. z o.o.', "O'Hara; DROP TABLE invoice;--", '%_\\', '💩'.repeat(9));
    /** Plausible values of each field; some combinations are refused. */
    const draftFields = {
        invoiceType: fc.constantFrom('vat_invoice', 'proforma'),
        contactId: fc.constantFrom(null, ...[1, 6, 11, 13, 14, 999].map(contactId)), customerName: anyone,
        customerNIP: fc.constantFrom(null, '1234563218'), customerREGON: fc.constantFrom(null, '192598184'),
        customerAddress: anyone, customerVATPayer: fc.constantFrom(null, true, false), validateCustomer: fc.boolean(),
        issueDate: date, saleDate: date, dueDate: date, paymentMethod: fc.constantFrom('cash', 'blik'),
        paymentTerms: fc.constantFrom<unknown>(null, 0, 14, '14 dni'), notes: anyone, orderNumber: anyone,
        quoteId: fc.constantFrom(null, contactId(1), 'f0000000-0000-4000-8000-000000000001'),
        currency: fc.constantFrom('PLN', 'EUR', 'JPY', 'KWD'),
        pricesInclude: fc.constantFrom('net', 'gross'), language: fc.constantFrom('pl', 'en-GB'),
        discountPercent: fc.constantFrom<unknown>(0, '12.5', 100),
        discountAmount: fc.constantFrom<unknown>(0, '0.01', 12, '12.34', '1.234'), createdBy: anyone,
        autoGenerateNumber: fc.boolean(), autoCalculateTotals: fc.boolean()
    };
    const itemFields = {
        itemType: fc.constantFrom('service', 'product', 'custom'),
        serviceId: fc.constantFrom(...[1, 2, 13, 14, 15, 999].map(serviceId)),
        productId: fc.constantFrom(...[1, 12, 18, 43, 46, 999].map(productId)),
        description: anyone, quantity: decimal, unit: fc.constantFrom('m²', 'szt'), unitPriceNet: decimal,
        vatRate: fc.constantFrom<unknown>(23, '8', 0, 'zw', 'np', 'oo'),
        vatCategory: fc.constantFrom('S', 'Z', 'E', 'K', 'G', 'O', 'AE'), exemptionReason: anyone,
        pricingTier: fc.constantFrom('basic', 'standard', 'premium'), regionalZone: fc.constantFrom('warsaw', 'other'),
        applySeasonalAdjustment: fc.boolean(), useOptimalPricing: fc.boolean(),
        discountPercent: decimal, discountAmount: decimal, splitPayment: fc.boolean(),
        lineNumber: fc.integer({ min: 1, max: 500 })
    };
    /** A few of the fields, now and then with rubbish in one, or with an unknown field. */
    const someOf = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>, most: number) => {
        const good = fc.constantFrom(...Object.entries(fields)).chain(([name, arbitrary]) =>
            arbitrary.map((value): [string, unknown] => [name, value]));
        const bad = fc.tuple(fc.oneof(fc.constantFrom(...Object.keys(fields)), fc.string()), rubbish);
        return fc.array(fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: bad }), { maxLength: most })
            .map((pairs) => Object.fromEntries(pairs));
    };
    const sold = fc.constantFrom<Readonly<Record<string, unknown>>>(
        givenItem(), { itemType: 'product', productId: productId(1), quantity: '2' },
        { itemType: 'service', serviceId: serviceId(1), quantity: 10 }
    );
    const anItem = fc.oneof(
        {
            weight: 20,
            arbitrary: fc.tuple(sold, someOf(itemFields, 2)).map(([item, fields]) => ({ ...item, ...fields }))
        }, { weight: 2, arbitrary: someOf(itemFields, 8) }, { weight: 1, arbitrary: rubbish }
    );
    const aDraft = fc.tuple(someOf(draftFields, 3), fc.option(fc.array(anItem, { maxLength: 3 }), { nil: undefined }))
        .map(([fields, items]) => (items === undefined ? fields : { ...fields, items }));
    const anything = fc.oneof({ weight: 12, arbitrary: aDraft }, { weight: 1, arbitrary: fc.jsonValue() },
        { weight: 1, arbitrary: fc.json() });

    test(`sent as a draft is stored whole or refused with a path, and never a fault of ours (FC_SEED=${seed})`,
        async () => {
            const statuses = new Map<number, number>();
            let last = await storedRows(service);

            await fc.assert(fc.asyncProperty(anything, fc.constantFrom('POST', 'PATCH'), async (body, method) => {
                const answer = await send(method, method === 'POST' ? '/invoices' : `/invoices/${draft.id}`,
                    typeof body === 'string' ? body : JSON.stringify(body));
                statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);

                const now = await storedRows(service);
                if (answer.status >= 300) {
                    expectProblem(answer);
                    const { code, errors, message } = answer.body;
                    if (code === 'VALIDATION_FAILED' && errors[0]?.path !== '' && errors.length > 0) expect(message)
                        .toContain(errors[0].path);
                    if (answer.status === 422) expect(errors[0]?.path).toEqual(expect.stringMatching(/./));
                    expect(now).toEqual(last);
                } else {
                    expect(answer.body)
                        .toMatchObject({ status: 'draft', totalGross: expect.stringMatching(/^\d+(\.\d+)?$/) });
                    const { warnings: _warnings, ...stored } = answer.body;
                    expect((await send('GET', `/invoices/${answer.body.id}`)).body).toEqual(stored);
                }
                last = now;
            }), { numRuns: 400, seed });
            before = last;

            // Some requests succeeded, and different checks refused the others.
            expect((statuses.get(201) ?? 0) + (statuses.get(200) ?? 0)).toBeGreaterThan(10);
            expect(statuses.get(400) ?? 0).toBeGreaterThan(10);
            expect(statuses.get(422) ?? 0).toBeGreaterThan(0);
        }, 60_000);
});
