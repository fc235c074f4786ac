import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { correct } from '../support/given-corrective.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { agents, givenLink } from '../support/given-page.ts';
import { pay } from '../support/given-payment.ts';
import { givenClock, type MovableClock } from '../support/given-server.ts';
import { givenItem } from '../support/given-service.ts';
import { describeInBrowser, useBrowser } from '../support/use-browser.ts';
import { useService } from '../support/use-service.ts';

/** Audit of accessibility, run in the page. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Folder for pictures of the pages, to be looked at; absent: none are taken. */
const pictures = process.env['PAGE_PICTURES'];

/** Windows that the page is looked at in: phone, tablet and desktop, light and dark. */
const windows = [360, 768, 1_280].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => [width, colorScheme] as const));
const iban = 'PL61109010140000071219812874';

const items = [
    givenItem({
        description: 'Montaż paneli podłogowych z podkładem i listwami', quantity: '24.5', unit: 'm²',
        unitPriceNet: '45.00', vatRate: 8
    }),
    givenItem({
        description: 'Listwa przypodłogowa MDF, biała, 8 cm', quantity: '18', unit: 'mb', unitPriceNet: '19.90',
        discountPercent: '5'
    }),
    givenItem({ description: 'Transport i wniesienie', unitPriceNet: '150.00' })
];

const seller = {
    legalName: 'Podłogi Dębowe sp. z o.o.', iban, bankName: 'Bank Przykładowy', email: 'biuro@example.com',
    phone: '+48 22 000 00 00'
};

/** Pages of every kind, each with its path. */
type Pages = Readonly<Record<'due' | 'overdue' | 'partial' | 'paid' | 'corrected' | 'corrective' | 'proforma'
    | 'annulled' | 'euro' | 'strange' | 'notFound', string>>;

async function givenPages(organisation: GivenOrganisation, clock: MovableClock): Promise<Pages> {
    const buyer = { customerName: 'Kancelaria Przykład Anna Nowak', customerNIP: '5260001246', notes: 'Dziękujemy!' };
    const made = (more: object = {}) => organisation.issued({ ...buyer, items, paymentTerms: '14', ...more });
    const page = async (id: string) => (await givenLink(organisation, id)).path;
    const late = await made({ paymentTerms: '1' });
    clock.pass(3 * 86_400_000);
    const partly = await made();
    await pay(organisation, partly.id, '500.00');
    const paid = await made();
    await pay(organisation, paid.id, paid.totalGross);
    const mistaken = await made();
    const corrective = await correct(organisation, mistaken.id,
        { items: [{ itemId: mistaken.items[2].id, quantity: '0' }] });
    const annulled = await made();
    await organisation.call('PATCH', `/invoices/${annulled.id}/cancel`, { body: { reason: 'Pomyłka' } });
    return {
        due: await page((await made()).id),
        overdue: await page(late.id),
        partial: await page(partly.id),
        paid: await page(paid.id),
        corrected: await page(mistaken.id),
        corrective: await page(corrective.body.id),
        proforma: await page((await made({ invoiceType: 'proforma' })).id),
        annulled: await page(annulled.id),
        euro: await page((await made({ currency: 'EUR', exchangeRate: '4.2512', language: 'en' })).id),
        strange: await page((await made({
            customerName: `${'Ł'.repeat(120)} شركة الأرضيات 木地板 🪵`,
            items: [givenItem({ description: `https://example.com/${'x'.repeat(280)}`, unitPriceNet: '9999999.99' })]
        })).id),
        notFound: `/i/${'x'.repeat(43)}`
    };
}

async function violationsOf(page: Page): Promise<readonly string[]> {
    // The page's own policy allows no such script; a protocol of the browser runs it beside the page.
    const found: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] =
        await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
            violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))`);
    return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describeInBrowser('in a browser, the page', () => {
    const clock = givenClock();
    const service = useService({ clock });
    const browser = useBrowser();
    let pages: Pages;
    beforeAll(async () => {
        await service.server.start();
        pages = await givenPages(await givenOrganisation(service, seller), clock);
    });

    const withPage = async (
        name: keyof Pages, options: BrowserContextOptions, use: (page: Page) => Promise<void>, query = ''
    ): Promise<void> => {
        const context = await browser.open(options);
        try {
            const page = await context.newPage();
            await page.goto(`http://127.0.0.1:${service.server.info.port}${pages[name]}${query}`);
            await use(page);
        } finally {
            await context.close();
        }
    };
    const picture = async (page: Page, name: string): Promise<void> => {
        if (pictures === undefined) return;
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    };

    const names = ['due', 'overdue', 'partial', 'paid', 'corrected', 'corrective', 'proforma', 'annulled', 'euro',
        'strange', 'notFound'] as const satisfies readonly (keyof Pages)[];

    test.each(names)('of kind %s has no fault of accessibility, at every width, light and dark', async (name) => {
        await withPage(name, {}, async (page) => {
            for (const [width, colorScheme] of windows) {
                await page.setViewportSize({ width, height: 900 });
                await page.emulateMedia({ colorScheme });
                await picture(page, `${name}-${width}-${colorScheme}`);

                expect([width, colorScheme, await violationsOf(page)]).toEqual([width, colorScheme, []]);
                // Nothing makes the whole page wider than its window.
                expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
            }
        });
    }, 120_000);

    test('loads nothing else, says nothing on the console, and needs no script', async () => {
        const seen: string[] = [];
        await withPage('due', { javaScriptEnabled: false }, async (page) => {
            page.on('request', (request) => seen.push(request.url()));
            page.on('console', (message) => seen.push(message.text()));
            await page.reload();

            expect(seen.filter((url) => !url.startsWith('data:')))
                .toEqual([`http://127.0.0.1:${service.server.info.port}${pages.due}`]);
            expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^Faktura FV\/2026\/11\//);
            expect(await page.getByRole('button').count()).toBe(0);
            expect(await page.getByRole('link', { name: 'English' }).getAttribute('href')).toBe('?lang=en');
        });
        await withPage('due', { javaScriptEnabled: false }, async (page) => {
            expect(await page.content()).toContain('<html lang="en">');
            expect(await page.getByRole('heading', { name: 'How to pay' }).count()).toBe(1);
        }, '?lang=en');
    });

    test('copies account, amount and title', async () => {
        const permissions = ['clipboard-read', 'clipboard-write'];
        await withPage('due', { permissions }, async (page) => {
            const faults: string[] = [];
            page.on('pageerror', (error) => faults.push(error.message));
            const copied: unknown[] = [];
            for (const name of ['Kopiuj: Numer rachunku', 'Kopiuj: Kwota', 'Kopiuj: Tytuł przelewu']) {
                await page.getByRole('button', { name }).click();
                await page.getByRole('status').filter({ hasText: name.replace('Kopiuj', 'Skopiowano') }).waitFor();
                copied.push(await page.evaluate('navigator.clipboard.readText()'));
            }

            expect(faults).toEqual([]);
            expect(copied).toEqual([iban, '1793,76', expect.stringMatching(/^FV\/2026\/11\/\d{4}$/)]);
        });
    });

    test('reads as a document: landmarks, headers of tables, and a row of cells on a phone too', async () => {
        const phone = { viewport: { width: 360, height: 800 }, userAgent: agents.phone };
        await withPage('due', phone, async (page) => {
            const tree = await page.locator('body').ariaSnapshot();

            const parts = ['- banner:', '- main:', '- contentinfo:', 'navigation "Pliki do pobrania"',
                'columnheader "Ilość"', 'cell "Ilość 24,5"', 'link "Pobierz PDF"', 'img "Zeskanuj w aplikacji banku"'];
            expect(parts.filter((part) => !tree.includes(part))).toEqual([]);
        });
    });

    test('is printed on one sheet, without buttons and links', async () => {
        await withPage('due', { colorScheme: 'dark' }, async (page) => {
            const pdf = await page.pdf({ format: 'A4', printBackground: true });
            await page.emulateMedia({ media: 'print' });
            await picture(page, 'due-print');
            if (pictures !== undefined) writeFileSync(join(pictures, 'due.pdf'), pdf);

            expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
            expect(await page.getByRole('link', { name: 'Pobierz PDF' }).isVisible()).toBe(false);
            expect(await page.getByRole('button').count()).toBe(0);
            expect(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
                .toBe('rgb(255, 255, 255)');
        });
    });
});
