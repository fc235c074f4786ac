import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { givenTestServers } from '../../app/dev/test-servers.ts';
import { step } from '../../scripts/step.mjs';
import { randomFrom } from '../crash/random.ts';
import { givenClock } from '../support/given-server.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenService, type Answered, type GivenService } from '../support/given-service.ts';
import { exact, readEInvoice, wrongSums } from '../support/read-e-invoice.ts';
import { randomStory, ruleIds } from './issued-documents.ts';

const steps = 6;

/** Files that are asked for of each document, and the kinds that the checker must find in them. */
const files = {
    'ubl': { query: 'format=ubl&profile=en16931', extension: 'xml', kinds: ['ubl', 'en16931'] },
    'cii': { query: 'format=cii&profile=en16931', extension: 'xml', kinds: ['cii', 'en16931'] },
    'peppol': { query: 'format=ubl&profile=peppol', extension: 'xml', kinds: ['ubl', 'peppol'] },
    'xrechnung-ubl': { query: 'format=ubl&profile=xrechnung', extension: 'xml', kinds: ['ubl', 'xrechnung'] },
    'xrechnung-cii': { query: 'format=cii&profile=xrechnung', extension: 'xml', kinds: ['cii', 'xrechnung'] },
    'facturx': { query: 'format=facturx', extension: 'pdf', kinds: ['pdf', 'factur-x-en16931'] }
} as const;

type FileKind = keyof typeof files;

/** One in so many documents is made a PDF too, which takes the checker ten times as long. */
const pdfEvery = 5;

/** A seller with everything that the forms ask for. */
const seller = {
    regon: '192598184', phone: '+48 22 123 45 67', email: 'faktury@podlogi.example',
    endpoint: { scheme: '9945', id: 'PL1234563218' }, iban: 'PL61109010140000071219812874',
    contact: { name: 'Biuro obsługi', phone: '+48 22 123 45 67', email: 'biuro@podlogi.example' },
    splitPaymentItemTypes: ['custom']
};

type Tally = {
    readonly written: Map<FileKind, number>;
    readonly refused: Map<string, number>;
    /** Types, currencies and categories of the documents that are counted. */
    readonly covered: Map<string, number>;
};

/** The second half of `npm run check:documents`, run by Node 24. @returns True if no rule is broken */
async function checkDocuments(checker: string, { count, seed }: { count: number; seed: number }): Promise<boolean> {
    console.log(`Seed ${seed}, ${count} documents; the same again: npm run check:documents -- --seed ${seed} `
        + `--count ${count}`);
    const folder = mkdtempSync(join(tmpdir(), 'invoices-service-documents-'));
    chmodSync(folder, 0o755); // PostgreSQL's user, when we are root, goes through it
    const servers = givenTestServers(folder);
    try {
        await step(`[3/${steps}] PostgreSQL 18, migrated`, () => servers.startPostgres());
        Object.assign(process.env, servers.env);
        const tally = await step(`[4/${steps}] ${count} documents`, () => writeDocuments(folder, { count, seed }));
        const told = (counts: ReadonlyMap<string, number>): string =>
            [...counts].sort().map(([name, number]) => `${name} ${number}`).join(', ');
        console.log(`Written: ${told(tally.written)}\nRefused by rule: ${told(tally.refused)}\n`
            + `Documents with: ${told(tally.covered)}`);
        console.log(`[5/${steps}] Official rules`);
        return [...tally.written.keys()].map((kind) => passes(checker, join(folder, kind), kind))
            .every((passed) => passed);
    } finally {
        await servers.stop();
        if (process.env['KEEP_DOCUMENTS'] === undefined) rmSync(folder, { recursive: true });
        else console.log(`The files are in ${folder}`);
    }
}

async function writeDocuments(folder: string, { count, seed }: { count: number; seed: number }): Promise<Tally> {
    const service = await givenService({ clock: givenClock() });
    const tally: Tally = { written: new Map(), refused: new Map(), covered: new Map() };
    const random = randomFrom(seed);
    try {
        const organisations = await givenSellers(service);
        for (let documents = 0; documents < count;) {
            const organisation = random.oneOf(organisations);
            const story = await randomStory(organisation, random);
            for (const rule of story.refused) add(tally.refused, rule);
            for (const document of story.documents) {
                const isWritten = await writeFiles(
                    organisation, document, { folder, number: documents + 1, tally });
                documents += isWritten ? 1 : 0;
            }
        }
    } finally {
        await service.close();
    }
    return tally;
}

/** Sellers of both rounding models and every default of eInvoice. */
async function givenSellers(service: GivenService): Promise<readonly GivenOrganisation[]> {
    const made: GivenOrganisation[] = [];
    for (const roundingModel of ['per_rate', 'per_line']) {
        for (const eInvoice of ['none', 'en16931', 'peppol', 'xrechnung', 'facturx']) {
            made.push(await givenOrganisation(service, { ...seller, roundingModel, eInvoice }));
        }
    }
    return made;
}

/** @returns True unless a rule of EN 16931 itself refuses the document, which then counts for nothing */
async function writeFiles(
    { call }: GivenOrganisation, document: Answered['body'],
    { folder, number, tally }: { folder: string; number: number; tally: Tally }
): Promise<boolean> {
    for (const kind of Object.keys(files) as FileKind[]) {
        if (kind === 'facturx' && number % pdfEvery !== 0) continue;
        const { query, extension } = files[kind];
        const answer = await call('GET', `/invoices/${document.id}/e-invoice?${query}`);
        if (answer.status === 422 && answer.body.code === 'E_INVOICE_RULE') {
            for (const rule of ruleIds(answer.body)) add(tally.refused, rule);
            // What was issued for an e-invoice has one.
            if (document.eInvoice === kind.split('-')[0]) throw new Error(`issued, and refused: ${answer.text}`);
            if (kind === 'ubl') return false;
            continue;
        }
        if (answer.status !== 200) throw new Error(`${kind} of ${document.id}: ${answer.text}`);
        add(tally.written, kind);
        mkdirSync(join(folder, kind), { recursive: true });
        writeFileSync(join(folder, kind, `${number}-${document.invoiceType}.${extension}`), answer.bytes);
        if (extension === 'xml') assertExact(answer.text, document);
        if (kind === 'ubl') {
            for (const fact of factsOf(document, answer.text)) add(tally.covered, fact);
        }
    }
    return true;
}

function factsOf(document: Answered['body'], xml: string): ReadonlySet<string> {
    const { typeCode, breakdown } = readEInvoice(xml);
    const words = document.vatBreakdown.filter(({ vatRate }: Answered['body']) => vatRate === 'np_art100');
    return new Set([
        document.invoiceType, `code ${typeCode}`, document.currency, document.pricesInclude,
        ...document.advances.length > 0 && document.invoiceType === 'vat_invoice' ? ['final'] : [],
        ...document.invoiceType === 'corrective' && document.totalGross === '0.00' ? ['corrective of 0.00'] : [],
        ...breakdown.map(({ rate }) => `category ${rate.split(' ')[0]}`), ...words.map(() => 'np_art100')
    ]);
}

/** The official rules let VAT be wrong by 0.99: each amount must be the invoice's own. */
function assertExact(xml: string, document: Answered['body']): void {
    const read = readEInvoice(xml);
    const sign = read.typeCode === '381' ? -1n : 1n;
    const wrong = [
        ...wrongSums(read),
        ...read.net === sign * exact(document.totalNet) ? [] : ['net'],
        ...read.vat === sign * exact(document.totalVAT) ? [] : ['VAT'],
        ...read.gross === sign * exact(document.totalGross) ? [] : ['gross']
    ];
    if (wrong.length > 0) throw new Error(`${wrong.join(', ')} of ${document.invoiceNumber}:\n${xml}`);
}

function add(counts: Map<string, number>, name: string): void {
    counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Runs the checker on a folder. It prints the broken rules of each file that fails. */
function passes(checker: string, folder: string, kind: FileKind): boolean {
    const { stdout, stderr, status } = spawnSync(join(checker, 'check'),
        [...files[kind].kinds.flatMap((name) => ['-r', name]), folder], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const lines = stdout.trimEnd().split('\n');
    console.log(`  ${kind}: ${lines.at(-1)}`);
    if (status !== 0) console.log(lines.filter((line) => !line.startsWith('OK')).slice(0, 60).join('\n'), stderr);
    return status === 0;
}

function readOptions(args: readonly string[]) {
    const { values } = parseArgs({ args: [...args], options: { count: { type: 'string' }, seed: { type: 'string' } } });
    return { count: Number(values.count ?? 1_000), seed: Number(values.seed ?? Math.floor(Math.random() * 1e9)) };
}

const checker = process.env['CHECKER'];
if (checker === undefined || !existsSync(join(checker, 'check'))) {
    console.error('CHECKER must name the folder of a checker of e-invoices: its file `check` is run with -r KIND '
        + 'FOLDER (see docs/e-invoices.md)');
    process.exitCode = 1;
} else {
    process.exitCode = await checkDocuments(checker, readOptions(process.argv.slice(2))) ? 0 : 1;
}
