import type { MailParts } from './mail-parts.ts';

/** The plain text of an e-mail, for readers that show no HTML. */
export function mailPlainText({
    words, opening, closing, heading, due, facts, payment, link, seller, automatic
}: MailParts): string {
    const lines = (rows: readonly (readonly [string, string])[]): string =>
        rows.map(([label, value]) => `${label}: ${value}`).join('\n');
    const blocks = [
        ...opening,
        [heading, lines([due, ...facts])].join('\n'),
        ...link === undefined ? [] : [`${words.view}:\n${link}`],
        ...payment.length === 0 ? [] : [`${words.howToPay}\n${lines(payment)}`],
        ...closing,
        // The two dashes and a blank begin a signature.
        `-- \n${seller.join('\n')}`,
        automatic
    ];
    return `${blocks.join('\n\n')}\n`;
}
