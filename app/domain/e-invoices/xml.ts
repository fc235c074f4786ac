import XMLBuilder from 'fast-xml-builder';
import { formatMinor } from '../../foundation/money/decimal.ts';

/**
 * Content of an XML element: text, elements in the order of the schema, or several elements of one name. `true` is an
 * element without content, which a schema asks for.
 */
export type Xml = string | true | null | undefined | { readonly [name: string]: Xml | readonly Xml[] };

const builder = new XMLBuilder({ ignoreAttributes: false, format: true, indentBy: '  ', suppressEmptyNode: false });

/**
 * An XML document, UTF-8. Elements without content are left out (PEPPOL-EN16931-R008).
 * @param namespaces - Prefix → namespace; the empty prefix is the namespace of names without one.
 */
export function xmlDocument(root: string, namespaces: Readonly<Record<string, string>>, content: Xml): string {
    const declared = Object.fromEntries(Object.entries(namespaces).map(([prefix, uri]) =>
        [prefix === '' ? '@_xmlns' : `@_xmlns:${prefix}`, uri]));
    return builder.build({
        '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
        [root]: { ...declared, ...pruned(content) as object }
    });
}

/** An element with an attribute; nothing where it has no text. */
export function withAttribute(text: string | null, name: string, value: string): Xml {
    return text === null ? null : { '#text': text, [`@_${name}`]: value };
}

/**
 * An amount as EN 16931 takes it: with at most two decimals (BR-DEC). Of a currency that has more, the others are 0.
 */
export function amountText(minor: bigint, decimals: number): string {
    const text = formatMinor(minor, decimals);
    return decimals > maxAmountDecimals ? text.slice(0, text.length - (decimals - maxAmountDecimals)) : text;
}

/** Maximum decimals of an amount. @see EN 16931 BR-DEC-01 to BR-DEC-28 */
export const maxAmountDecimals = 2;

/** Content without empty elements, its texts without characters that XML does not know. */
function pruned(content: Xml | readonly Xml[]): unknown {
    if (content === null || content === undefined || content === true) {
        return content === true ? '' : undefined;
    }
    if (typeof content === 'string') {
        const text = xmlText(content);
        return text === '' ? undefined : text;
    }
    if (isList(content)) {
        const parts = content.map(pruned).filter((part) => part !== undefined);
        return parts.length === 0 ? undefined : parts;
    }
    const members = Object.entries(content)
        .map(([name, value]) => [name, pruned(value)] as const).filter(([, value]) => value !== undefined);
    return members.some(([name]) => !name.startsWith('@_')) ? Object.fromEntries(members) : undefined;
}

function isList(content: Xml | readonly Xml[]): content is readonly Xml[] {
    return Array.isArray(content);
}

/** Characters that XML 1.0 does not know: controls but tab and new line, and two that are no characters. */
const unknownToXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;

/** A text as XML can hold it. A reader turns a carriage return into a new line, so there is none. */
export function xmlText(text: string): string {
    return text.toWellFormed().replace(/\r\n?/g, '\n').replace(unknownToXml, '').trim();
}
