import { randomUUID } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { KeptMail } from './kept-mail.ts';
import { listPage, mailPage, notFoundPage } from './mailbox-pages.ts';

/** A mailbox for development: a mail server that delivers nothing, and pages with what was sent to it. */
export type Mailbox = {
    /** Address for SMTP_URL. */
    readonly smtpUrl: string;
    /** Address of the pages. */
    readonly url: string;
    /** E-mails, the newest first. */
    readonly mails: () => readonly KeptMail[];
    close(): Promise<void>;
};

/** Ports and address of a mailbox. */
export type MailboxOptions = { readonly smtpPort: number; readonly webPort: number; readonly host?: string };

/** Maximum e-mails that are kept; the oldest go first. */
const maxKept = 500;

/** Maximum bytes of an e-mail. */
const maxBytes = 30_000_000;

/** Starts a mailbox. Its e-mails are in memory, and gone when it closes. */
export async function startMailbox(
    { smtpPort, webPort, host = '127.0.0.1' }: MailboxOptions
): Promise<Mailbox> {
    const kept: KeptMail[] = [];
    const smtp = new SMTPServer({
        authOptional: true, disabledCommands: ['STARTTLS'], size: maxBytes, logger: false, disableReverseLookup: true,
        closeTimeout: 500,
        // Any login will do: nothing leaves this machine.
        onAuth: ({ username }, _session, done) => done(null, { user: username }),
        onData: (stream, session, done) => {
            const chunks: Buffer[] = [];
            stream.on('data', (chunk: Buffer) => chunks.push(chunk));
            stream.on('end', () => {
                const raw = Buffer.concat(chunks);
                PostalMime.parse(raw).then((mail) => {
                    kept.unshift({
                        id: randomUUID(), receivedAt: new Date(), mail, raw,
                        to: session.envelope.rcptTo.map(({ address }) => address)
                    });
                    kept.splice(maxKept);
                    done();
                }, done);
            });
        }
    });
    smtp.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
        smtp.server.once('error', reject);
        smtp.listen(smtpPort, host, resolve);
    });
    const web = createServer((request, response) => answer(response, request.url ?? '/', kept));
    await new Promise<void>((resolve, reject) => {
        web.once('error', reject);
        web.listen(webPort, host, resolve);
    });
    return {
        smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server)}`, url: `http://localhost:${portOf(web)}`, mails: () => kept,
        close: async () => {
            await new Promise<void>((resolve) => { smtp.close(() => resolve()); });
            web.closeAllConnections();
            await new Promise<void>((resolve) => { web.close(() => resolve()); });
        }
    };
}

function portOf(server: Pick<Server, 'address'>): number {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Rules of the pages: an e-mail's HTML runs no script, and loads nothing from elsewhere. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'";

/** Path of an e-mail or of a part of it. */
const mailPath = /^\/mails\/([0-9a-f-]{36})(?:\/(html|source|attachments)(?:\/(\d+))?)?$/;

/** Answers one request: the list, an e-mail, its HTML, its source, or one of its attachments. */
function answer(response: ServerResponse, path: string, kept: readonly KeptMail[]): void {
    const [, id, part, number] = mailPath.exec(path) ?? [];
    const found = kept.find((mail) => mail.id === id);
    const send = (status: number, type: string, body: string | Uint8Array, headers = {}): void => {
        response.writeHead(status, {
            'content-type': type, 'content-security-policy': policy, 'x-content-type-options': 'nosniff',
            'cache-control': 'no-store', ...headers
        }).end(body);
    };
    const html = 'text/html; charset=utf-8';
    if (path === '/') {
        return send(200, html, listPage(kept));
    }
    if (found === undefined) {
        return send(404, html, notFoundPage());
    }
    switch (part) {
        case undefined:
            return send(200, html, mailPage(found));
        case 'html':
            return send(200, html, found.mail.html ?? '');
        case 'source':
            return send(200, 'text/plain; charset=utf-8', found.raw);
        default: {
            const attachment = found.mail.attachments[Number(number)];
            if (attachment === undefined) {
                return send(404, html, notFoundPage());
            }
            const { content, mimeType, filename } = attachment;
            const name = encodeURIComponent(filename ?? 'attachment');
            return send(200, mimeType, typeof content === 'string' ? content : new Uint8Array(content),
                { 'content-disposition': `inline; filename*=UTF-8''${name}` });
        }
    }
}
