import type { LabelledText } from '../../domain/printing/printed-document.ts';
import type { MailParts } from './mail-parts.ts';

/**
 * The HTML of an e-mail: tables and inline styles, which every mail reader shows. Nothing is loaded from elsewhere, so
 * readers block nothing and nobody is tracked.
 */
export function mailHtml(parts: MailParts): string {
    const { language, subject, opening, closing, heading, due, facts, payment, link, seller, words } = parts;
    return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(subject)}</title>
<style>${sheet}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f2f4f7;">
<div style="display:none;max-height:0;overflow:hidden;">${escaped(`${due[0]}: ${due[1]}`)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td align="center" class="outer" style="padding:24px 12px;">
<table role="presentation" class="card" width="600" cellpadding="0" cellspacing="0" border="0" style="${cardStyle}">
<tr><td class="pad accent-rule" style="padding:22px 32px 18px;border-top:4px solid #1f4e79;">
<div class="text" style="${font}font-size:18px;font-weight:600;color:#1c2530;">${escaped(parts.senderName)}</div>
</td></tr>
<tr><td class="pad" style="padding:6px 32px 8px;">${opening.map(paragraph).join('')}</td></tr>
<tr><td class="pad" style="padding:8px 32px;">${summary(heading, due, facts)}</td></tr>
${link === undefined ? '' : `<tr><td class="pad" style="padding:12px 32px;">${button(words.view, link)}</td></tr>`}
${payment.length === 0 ? '' : `<tr><td class="pad" style="padding:12px 32px 4px;">
<h2 class="text" style="${font}font-size:16px;margin:0 0 8px;color:#1c2530;">${escaped(words.howToPay)}</h2>
${labelled(payment)}</td></tr>`}
<tr><td class="pad" style="padding:16px 32px 24px;">${closing.map(paragraph).join('')}</td></tr>
</table>
<table role="presentation" class="foot" width="600" cellpadding="0" cellspacing="0" border="0" style="${footStyle}">
<tr><td class="soft" style="padding:16px 20px;${font}font-size:12px;line-height:18px;color:#5b6673;">
${[...seller, parts.automatic].map(escaped).join('<br>')}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

const font = 'font-family:Inter,-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Arial,sans-serif;';
const cardStyle = 'width:100%;max-width:600px;background:#ffffff;border:1px solid #dde2e8;border-radius:8px;'
    + 'border-collapse:separate;overflow:hidden;';
const footStyle = 'width:100%;max-width:600px;';

/** Dark colours, and less room on a phone. Readers that ignore the sheet show the inline styles. */
const sheet = `
@media (prefers-color-scheme: dark) {
.page { background: #14181d !important; }
.card { background: #1e242b !important; border-color: #39424d !important; }
.box { background: #262d36 !important; }
.text { color: #eef1f4 !important; }
.soft { color: #aeb8c2 !important; }
.rule { border-color: #39424d !important; }
.accent-rule { border-top-color: #7fb2e5 !important; }
.button { background: #7fb2e5 !important; color: #10151a !important; }
}
@media (max-width: 480px) {
.outer { padding: 0 !important; }
.card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
.pad { padding-left: 20px !important; padding-right: 20px !important; }
.label, .value { display: block !important; width: auto !important; text-align: left !important; }
.label { padding-bottom: 0 !important; border-bottom: 0 !important; }
.value { padding-top: 2px !important; padding-left: 0 !important; }
.button { display: block !important; text-align: center !important; }
}`;

function paragraph(text: string): string {
    const lines = escaped(text).replaceAll('\n', '<br>');
    return `<p class="text" style="${font}font-size:15px;line-height:23px;margin:0 0 14px;color:#1c2530;">${lines}</p>`;
}

function summary(heading: string, [label, amount]: LabelledText, facts: readonly LabelledText[]): string {
    return `<table role="presentation" class="box" width="100%" cellpadding="0" cellspacing="0" border="0" `
        + `style="background:#f5f7fa;border-radius:6px;"><tr><td style="padding:18px 20px 12px;">
<div class="text" style="${font}font-size:15px;font-weight:600;color:#1c2530;word-break:break-word;">`
        + `${escaped(heading)}</div>
<div class="soft" style="${font}font-size:13px;margin-top:12px;color:#5b6673;">${escaped(label)}</div>
<div class="text" style="${font}font-size:26px;line-height:34px;font-weight:700;color:#1c2530;">`
        + `${escaped(amount)}</div>
<div style="height:8px;line-height:8px;">&nbsp;</div>
${labelled(facts)}</td></tr></table>`;
}

function labelled(rows: readonly LabelledText[]): string {
    const cells = rows.map(([label, value], index) => {
        const line = index === rows.length - 1 ? '' : 'border-bottom:1px solid #e2e7ec;';
        return `<tr><td class="label soft rule" width="40%" valign="top" style="${font}font-size:13px;line-height:20px;`
            + `padding:7px 0;${line}color:#5b6673;">${escaped(label)}</td>
<td class="value text rule" valign="top" style="${font}font-size:14px;line-height:20px;padding:7px 0 7px 12px;${line}`
            + `color:#1c2530;word-break:break-word;">${escaped(value)}</td></tr>`;
    });
    return '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">'
        + `${cells.join('')}</table>`;
}

function button(label: string, link: string): string {
    return `<a class="button" href="${escaped(link)}" style="${font}display:inline-block;font-size:15px;`
        + `font-weight:600;background:#1f4e79;color:#ffffff;text-decoration:none;padding:12px 22px;border-radius:6px;">`
        + `${escaped(label)}</a>`;
}

const entities: Readonly<Record<string, string>> = {
    '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;'
};

/** Text as HTML: a customer's name or a message never becomes markup. */
function escaped(text: string): string {
    return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
