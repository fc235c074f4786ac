import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenService, type GivenService } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';

const script = new URL('../support/typed-client/journey.ts', import.meta.url);
const options = {
    target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.NodeNext, lib: ['lib.es2024.d.ts', 'lib.dom.d.ts'], types: [],
    strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, allowImportingTsExtensions: true,
    noEmit: true, skipLibCheck: true
} satisfies ts.CompilerOptions;

let service: GivenService;
let folder: string;
beforeAll(async () => {
    service = await givenService();
    folder = await mkdtemp(join(tmpdir(), 'typed-client-'));
});
afterAll(async () => {
    await rm(folder, { recursive: true });
    await service.close();
});

/** Calls the service as `fetch` would. */
async function fetchFrom(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    const { status, text, headers } = await service.call(request.method, `${pathname}${search}`, {
        token: request.headers.get('authorization')?.replace('Bearer ', '') ?? '',
        headers: Object.fromEntries(request.headers),
        ...(body === '' ? {} : { body })
    });
    return new Response(text, { status, headers: { 'content-type': String(headers['content-type']) } });
}

test('a client whose types are generated from the document needs no cast: it compiles strictly', async () => {
    const document = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8');
    await writeFile(join(folder, 'api.ts'), astToString(await openapiTS(document)));
    const source = await readFile(script, 'utf8');

    const path = fileURLToPath(script);
    const program = ts.createProgram([path], { ...options, rootDirs: [join(path, '..'), folder] });

    const faults = ts.getPreEmitDiagnostics(program)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(faults).toEqual([]);
    expect(source).not.toMatch(/ as (?!const\b)|\bany\b|!\.|@ts-/);
}, 180_000);

test('what the types promise is what the service answers', async () => {
    const { id } = await givenOrganisation(service);
    // Not a constant: the script imports a file that is generated, so the type checker must not follow.
    const { journey } = await import(script.href);

    const found = await journey(fetchFrom, await givenToken({ org: id }));

    expect(found).toEqual({
        vatRates: ['23.00', 'zw'],
        balanceAfterPayment: '246.00',
        correctedNumber: expect.stringMatching(/^FV\/\d{4}\/\d\d\/0001$/),
        sellerName: 'Przykładowe Podłogi sp. z o.o.',
        numbersOfEvents: [expect.stringMatching(/^FV\//), expect.stringMatching(/^FK\//)],
        paidAmounts: ['50.00'],
        steps: expect.arrayContaining(['line_price(100, 2, 1) = 200.00']),
        actions: ['invoice.drafted (new)', 'invoice.issued', 'payment.recorded', 'invoice.corrected'],
        refusal: 'INVOICE_NOT_DRAFT'
    });
});
