import { afterAll, expect, test } from '@jest/globals';
import { samplesOf } from '../../app/dev/documents/sample-documents.ts';
import { documentAssets } from '../../app/features/documents/document-assets.ts';
import { renderDocument } from '../../app/features/documents/render-document.ts';
import { unprintedLetter } from '../../app/foundation/vocabulary/printed-scripts.ts';
import { openTypesetter } from '../../app/platform/typesetting/typesetter.ts';

const typesetter = openTypesetter(documentAssets());
afterAll(() => typesetter.close());

const look = { organisationId: 'example', accent: '#14532d', footer: '', logo: null };
const [sample] = samplesOf('en');

/** A document with a text in each kind of place. */
async function pdfWith(text: string): Promise<string> {
    if (sample === undefined) {
        throw new Error('there is no sample');
    }
    const { printed } = sample;
    const bytes = await renderDocument(typesetter, {
        ...printed, buyer: { ...printed.buyer, name: text, lines: [text] }, notes: ['Notes', text],
        tables: printed.tables.map((table) => ({
            ...table, rows: table.rows.map((row) => ({ ...row, cells: row.cells.with(1, text).with(3, text) }))
        }))
    }, { look: { ...look, footer: text }, createdAt: new Date(0) });
    return Buffer.from(bytes).toString('latin1');
}

/** Tells whether a text comes out as boxes. */
async function isBoxes(text: string): Promise<boolean> {
    return await pdfWith(text) === await pdfWith('□'.repeat([...text].length));
}

/** Every letter of a property of Unicode. */
function lettersOf(property: RegExp): string {
    return Array.from({ length: 0x11_0000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff)
        .map((code) => String.fromCodePoint(code)).filter((letter) => property.test(letter)).join(' ');
}

test.each([
    ['Arabic', 'شركة المثال للأرضيات', /NotoSansArabic/], ['Hebrew', 'חברת הדוגמה בע״מ', /NotoSansHebrew/],
    ['Japanese', '株式会社サンプル', /NotoSansHans/], ['emoji of several letters', '👩‍👩‍👧‍👦 👍🏽 🇵🇱 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿', /NotoEmoji/],
    ['every emoji', lettersOf(/\p{Emoji_Presentation}/u), /NotoEmoji/]
])('letters have a font: %s', async (_what, text, font) => {
    expect(await pdfWith(text)).toMatch(font);
});

test.each([
    ['Hangul', '한국어 주식회사'], ['Thai', 'ภาษาไทย'], ['Devanagari', 'हिन्दी कंपनी'], ['rare Chinese letters', '𠀋𡈽𪚥'],
    ['private ones', '\ue000\u{f0000}'], ['marks without a letter', '\u0301 \u05b0 \u064e'],
    ['marks upon marks', 'Z̸̡̢͔a̶̢̛̝l̷̨̛g̵̢̛o̵'], ['letters of no standard', '\u0378\uffff'], ['half a pair', '\ud800'],
    ['invisible ones', 'a\u00adb\u200bc\u2060d\ufeffe\u2028f\u2029g'], ['a word of 300 letters', 'Ż'.repeat(300)],
    ['mathematical ones', '𝔘𝕏 ∑∮ ⟨x⟩'], ['line breaks', 'a\nb\r\nc\td']
])('letters do not cost the document: %s', async (_what, text) => {
    expect(await pdfWith(text)).toMatch(/^%PDF-1\.7/);
});

test.each([
    ['Polish', 'Zażółć'], ['Greek', 'Ωμέγα'], ['Cyrillic', 'Ґалина'], ['Vietnamese', 'Nguyễn'], ['Arabic', 'شركة'],
    ['Hebrew', 'חברת'], ['Chinese', '公司'], ['Japanese', 'カタひら']
])('the list of printed scripts is right: %s has a font', async (_script, text) => {
    expect([unprintedLetter.test(text), await isBoxes(text)]).toEqual([false, false]);
});

test.each([
    ['Hangul', '한국어'], ['Thai', 'ไทย'], ['Georgian', 'ქართული'], ['Armenian', 'Հայ'], ['Amharic', 'አማርኛ'],
    ['Devanagari', 'नमन']
])('the list of printed scripts is right: %s has none', async (_script, text) => {
    expect([[...text].every((letter) => unprintedLetter.test(letter)), await isBoxes(text)]).toEqual([true, true]);
});
