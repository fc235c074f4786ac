import { errorCodes, type ErrorCode } from '../../../foundation/errors/error-codes.ts';
import { problemStatus } from '../problem-status.ts';
import type { DocumentedEvents } from './webhook-operations.ts';

const guide = `Invoices of a CRM for companies that sell products and services.

### Tokens
Every call needs one, but those of health and of this documentation: \`Authorization: Bearer …\`. The token names
the subject, the organisation and the role. A development service takes what \`npm run token\` prints, and
\`npm run token -- --org acme --role sales\` makes one for another organisation and role. Paste it into **Authorize**;
then **Execute** works for every operation below.

### Organisations
An organisation is the seller, and the tenant: everything is read and written inside that of the token, and another
organisation's id answers 404. It comes to be by the first call with its token. Drafts need no more; to issue,
the seller is completed with \`PATCH /organisation\`.

### Life of an invoice
\`draft\` → \`issued\` → \`sent\` → \`paid\`, or \`cancelled\`. A draft is edited and deleted freely.
Issuing gives it the next number and freezes it; \`PATCH /invoices/{invoiceId}/send\` issues too. From then on mistakes
are corrected by a corrective, and payments are reversed, never edited. \`GET /invoices/{invoiceId}/history\` tells who
did what, \`…/explain\` how each cent came about.

### Amounts
Exact decimals: strings in answers, strings or JSON numbers in requests. Amounts have the decimals of their currency
(\`"58.90"\`, JPY \`"350"\`); unit prices and quantities have up to 6, and no zeros at the end (\`"58.9"\`). A VAT rate
is a number of percent, or one of the words \`zw\`, \`np\`, \`oo\`.

### Lists
By cursor (\`limit\`, then \`cursor\` with the \`nextCursor\` of the page before): stable while rows are added.
\`GET /invoices\` also goes by \`page\`, with a total.

### Calls that are sent again
With an \`Idempotency-Key\` every POST and PATCH is safe to repeat for 24 h: the same key and body get the first
answer again. \`X-Request-Id\` and \`traceparent\` are taken over and passed on.

### Changes at the same time
Answers carry an \`ETag\`; a change that sends it as \`If-Match\` is refused with 412 when somebody was faster. Without
it the newest state is changed.`;

const limitGuide = `### Limits
Calls are limited by class, for an organisation and each of its subjects: \`RateLimit-Policy\` and \`RateLimit\` tell
with each answer. Beyond a limit the answer is 429, nothing was done, and \`Retry-After\` says when to try again.`;

const errorGuide = `### Errors
Problem documents (RFC 9457). Programs decide on \`code\`, which never changes its meaning; \`detail\` (the same text is
in \`message\`) names the field, \`errors\` lists each fault. Unknown fields and parameters are refused by name.`;

/** The text that the documentation begins with: what a caller must know before the first operation. */
export function introduction(events: DocumentedEvents): string {
    return [guide, limitGuide, eventGuide(events), errorGuide, errorTable()].join('\n\n');
}

function eventGuide(events: DocumentedEvents): string {
    const rows = Object.entries(events).map(([type, { description }]) => `| \`${type}\` | ${description} |`);
    return `### Events and webhooks
All that happens is an event: \`GET /events?after=\` reads them in order, and \`POST /webhooks\` has them sent to an
address, signed as in Standard Webhooks and retried for three days. \`POST /webhooks/{webhookId}/test\` sends a
first one.
${rows.length === 0 ? '' : `
${folded('Types of events, and their data', ['| type | when; data |', '| --- | --- |', ...rows])}`}`.trim();
}

function errorTable(): string {
    // The list of codes is checked to have no other members.
    const codes = Object.keys(errorCodes) as ErrorCode[];
    const rows = codes.map((code) => `| \`${code}\` | ${problemStatus[code]} | ${errorCodes[code]} |`);
    return folded('Codes of errors', ['| code | status | meaning |', '| --- | --- | --- |', ...rows]);
}

/** A table behind its title, which opens it. */
function folded(title: string, rows: readonly string[]): string {
    return ['<details>', `<summary>${title} (${rows.length - 2})</summary>`, '', ...rows, '', '</details>'].join('\n');
}
