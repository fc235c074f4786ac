import { createHash, verify, type KeyObject } from 'node:crypto';

/**
 * Checks a DKIM signature of `relaxed/relaxed` canonicalization by hand.
 * @see RFC 6376, 3.4.2, 3.4.4 and 3.7
 */
export function hasValidDkim(raw: string, key: KeyObject): boolean {
    const end = raw.indexOf('\r\n\r\n');
    const fields = raw.slice(0, end).split(/\r\n(?![ \t])/);
    const signature = fields.find((field) => /^dkim-signature:/i.test(field)) ?? '';
    const tag = (name: string): string =>
        new RegExp(`[;:]\\s*${name}=([^;]*)`).exec(signature)?.[1]?.replace(/\s/g, '') ?? '';
    const body = raw.slice(end + 4).replace(/[ \t]+\r\n/g, '\r\n').replace(/[ \t]+/g, ' ').replace(/(\r\n)+$/, '\r\n');
    const signed = tag('h').split(':').map((name) =>
        relaxed(fields.find((field) => field.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? ''));
    const unsigned = relaxed(signature.replace(/(;\s*b=)[^;]*/, '$1'));
    return tag('c') === 'relaxed/relaxed' && tag('bh') === createHash('sha256').update(body).digest('base64')
        && verify('sha256', Buffer.from([...signed, unsigned].join('\r\n')), key, Buffer.from(tag('b'), 'base64'));
}

function relaxed(field: string): string {
    const colon = field.indexOf(':');
    const value = field.slice(colon + 1).replace(/\r\n/g, '').replace(/[ \t]+/g, ' ').trim();
    return `${field.slice(0, colon).toLowerCase().trim()}:${value}`;
}
