import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';

/** Maximum length of a paragraph: longer ones are not read. */
const maxWords = 120;

const root = new URL('../../', import.meta.url);
const filesOf = async (folder: string): Promise<readonly string[]> =>
    (await readdir(new URL(folder, root))).filter((name) => name.endsWith('.md')).map((name) => `${folder}${name}`);
const pages = await filesOf('docs/');
const decisions = await filesOf('docs/adr/');

function textOf(page: string): Promise<string> {
    return readFile(new URL(page, root), 'utf8');
}

function withoutCode(text: string): string {
    return text.replace(/^```[^]*?^```$/gm, '');
}

/** Runs of lines between blank lines, headings and tables; each item of a list is a paragraph of its own. */
function paragraphsOf(text: string): readonly string[] {
    return withoutCode(text).replace(/^(\||#).*$/gm, '').replace(/^( *(?:[-*]|\d+\.) )/gm, '\n$1').split(/\n\s*\n/);
}

type Link = { readonly target: string; readonly anchor: string | undefined };

/** Links within the repository, their targets from its root. */
async function linksOf(page: string): Promise<readonly Link[]> {
    const written = [...withoutCode(await textOf(page)).matchAll(/\]\(([^)\s]+)[^)]*\)/g)].map(([, link = '']) => link);
    return written.filter((link) => !/^[a-z]+:/.test(link)).map((link) => {
        const [path = '', anchor] = link.split('#');
        return { target: path === '' ? page : new URL(path, new URL(page, root)).href.slice(root.href.length), anchor };
    });
}

/** Anchors of a page's headings, as GitHub makes them. */
async function anchorsOf(page: string): Promise<readonly string[]> {
    const headings = [...withoutCode(await textOf(page)).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
    return headings.map((heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

async function isThere({ target, anchor }: Link): Promise<boolean> {
    return existsSync(new URL(target, root)) && (anchor === undefined || (await anchorsOf(target)).includes(anchor));
}

test.each(['README.md', ...pages])('%s has no paragraph over 120 words', async (page) => {
    const long = paragraphsOf(await textOf(page)).filter((paragraph) =>
        paragraph.trim().split(/\s+/).length > maxWords);

    expect(long).toEqual([]);
});

test.each(['README.md', ...pages, ...decisions])('%s links to files and headings that are there', async (page) => {
    const links = await linksOf(page);
    const found = await Promise.all(links.map(isThere));

    expect(links.filter((_link, index) => found[index] !== true)).toEqual([]);
});

test('every page of docs is linked from README or architecture', async () => {
    const linked = [...await linksOf('README.md'), ...await linksOf('docs/architecture.md')]
        .map(({ target }) => target);

    expect(pages.filter((page) => page !== 'docs/architecture.md' && !linked.includes(page))).toEqual([]);
    expect(linked).toContain('docs/architecture.md');
});
