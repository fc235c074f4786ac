import type { KeptMail } from './kept-mail.ts';

/** The list of e-mails, the newest first. */
export function listPage(kept: readonly KeptMail[]): string {
    const rows = kept.map(({ id, receivedAt, to, mail }) => `<li><a href="/mails/${id}">
<span class="subject">${escaped(mail.subject ?? '(no subject)')}</span>
<span class="soft">${escaped(to.join(', '))}</span>
<span class="soft">${clipped(mail.attachments.length)}${timeOf(receivedAt)}</span></a></li>`);
    const content = kept.length === 0
        ? '<p class="soft">Nothing was sent yet. Send an invoice: PATCH /invoices/{id}/send.</p>'
        : `<ul class="list">${rows.join('')}</ul>`;
    return page('Mailbox', `<h1>Mailbox</h1><p class="soft">What the service sent. Nothing leaves this machine. `
        + `<a href="/">Reload</a></p>${content}`);
}

/** One e-mail: its headers, its HTML in a frame, its text and its attachments. */
export function mailPage({ id, receivedAt, to, mail }: KeptMail): string {
    const { from, replyTo, subject, text, attachments, messageId } = mail;
    const facts = [
        ['From', from === undefined ? '' : `${from.name} <${from.address ?? ''}>`], ['To', to.join(', ')],
        ['Reply to', (replyTo ?? []).map(({ address }) => address ?? '').join(', ')],
        ['Message-ID', messageId ?? ''], ['Received', receivedAt.toISOString()]
    ].filter(([, value]) => value !== '');
    const files = attachments.map(({ filename, mimeType, content }, index) =>
        `<li><a href="/mails/${id}/attachments/${index}">${escaped(filename ?? 'attachment')}</a> `
        + `<span class="soft">${escaped(mimeType)}, ${sizeOf(content)}</span></li>`);
    return page(subject ?? 'E-mail', `<p><a href="/">‹ Mailbox</a></p><h1>${escaped(subject ?? '(no subject)')}</h1>
<dl>${facts.map(([name = '', value = '']) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
<h2>Attachments</h2>${files.length === 0 ? '<p class="soft">none</p>' : `<ul>${files.join('')}</ul>`}
<h2>HTML</h2><iframe src="/mails/${id}/html" sandbox title="HTML of the e-mail"></iframe>
<h2>Text</h2><pre>${escaped(text ?? '')}</pre>
<p><a href="/mails/${id}/source">Source</a></p>`);
}

/** The page of an address that is none. */
export function notFoundPage(): string {
    return page('Not here', '<h1>Not here</h1><p>There is no such e-mail; a new start begins with an empty mailbox. '
        + '<a href="/">Mailbox</a></p>');
}

function page(title: string, content: string): string {
    return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title>
<style>${sheet}</style></head><body><main>${content}</main></body></html>`;
}

const sheet = `
:root { color-scheme: light dark; --line: #d8dde3; --soft: #5b6673; }
@media (prefers-color-scheme: dark) { :root { --line: #39424d; --soft: #a9b3bd; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 16px; }
h1 { font-size: 22px; line-height: 1.3; margin: 8px 0; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 24px 0 8px; }
.soft { color: var(--soft); font-size: 14px; overflow-wrap: anywhere; }
.list { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
.list a { display: block; padding: 12px 4px; border-bottom: 1px solid var(--line); color: inherit;
text-decoration: none; }
.list a:hover { background: color-mix(in srgb, currentColor 6%, transparent); }
.list span { display: block; overflow-wrap: anywhere; }
.subject { font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 12px 0; font-size: 14px; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 900px; border: 1px solid var(--line); background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: 12px; font-size: 14px; }
`;

function clipped(count: number): string {
    return count === 0 ? '' : `${count} attachment${count === 1 ? '' : 's'} · `;
}

function timeOf(instant: Date): string {
    return instant.toISOString().replace('T', ' ').slice(0, 19);
}

function sizeOf(content: ArrayBuffer | Uint8Array | string): string {
    const bytes = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;
    return bytes < 1_000 ? `${bytes} B` : `${Math.round(bytes / 1_000)} kB`;
}

const entities: Readonly<Record<string, string>> = {
    '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;'
};

function escaped(text: string): string {
    return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
