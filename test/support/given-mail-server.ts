import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { eventually } from './eventually.ts';
import type { GivenCertificate } from './given-receiver.ts';

/** An e-mail as the mail server took it. */
export type ReceivedMail = {
    readonly from: string;
    readonly to: readonly string[];
    /** The whole e-mail, as its bytes came. */
    readonly raw: string;
    readonly mail: Email;
    readonly messageId: string;
    /** True when it came over TLS. */
    readonly secure: boolean;
    readonly user: string | undefined;
};

/** An error as an SMTP reply. */
export type Refusal = { readonly code: number; readonly message: string };

/** Behaviour of the mail server, each step by default taking everything. */
export type MailServerRules = {
    readonly recipient?: (address: string) => Refusal | undefined;
    readonly sender?: (address: string) => Refusal | undefined;
    /** Called when the whole e-mail is there, before the answer. */
    readonly data?: (received: ReceivedMail, session: SMTPServerSession) => Promise<Refusal | undefined>;
};

/** Options of a mail server. */
export type MailServerOptions = {
    /** With it STARTTLS is offered, or TLS from the start. */
    readonly certificate?: GivenCertificate;
    readonly secure?: boolean;
    readonly login?: { readonly user: string; readonly password: string };
};

/** A real SMTP server in this process. */
export type GivenMailServer = {
    readonly port: number;
    readonly received: readonly ReceivedMail[];
    /** E-mails that came whole, also those that were refused or whose answer was lost. */
    readonly whole: readonly ReceivedMail[];
    rules(rules: MailServerRules): void;
    arrived(count: number): Promise<readonly ReceivedMail[]>;
    forget(): void;
    close(): Promise<void>;
};

/** Starts a mail server on loopback. */
export async function givenMailServer(
    { certificate, secure = false, login }: MailServerOptions = {}
): Promise<GivenMailServer> {
    const received: ReceivedMail[] = [];
    const whole: ReceivedMail[] = [];
    let present: MailServerRules = {};
    const answer = (refusal: Refusal | undefined): Error | null =>
        (refusal === undefined ? null : Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
    const server = new SMTPServer({
        ...certificate, secure, size: 30_000_000, logger: false, disableReverseLookup: true, closeTimeout: 500,
        ...(login === undefined ? { authOptional: true } : {}),
        disabledCommands: [...certificate === undefined ? ['STARTTLS'] : [], ...login === undefined ? ['AUTH'] : []],
        onAuth: ({ username, password }, _session, done) =>
            (username === login?.user && password === login?.password
                ? done(null, { user: username }) : done(new Error('Invalid username or password'))),
        onMailFrom: ({ address }, _session, done) => done(answer(present.sender?.(address))),
        onRcptTo: ({ address }, _session, done) => done(answer(present.recipient?.(address))),
        onData: (stream, session, done) => {
            const chunks: Buffer[] = [];
            stream.on('data', (chunk: Buffer) => chunks.push(chunk));
            stream.on('end', () => {
                void read(Buffer.concat(chunks), session).then(async (mail) => {
                    whole.push(mail);
                    const refusal = await present.data?.(mail, session);
                    if (refusal === undefined) received.push(mail);
                    done(answer(refusal));
                });
            });
        }
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    // A listening TCP server has an address of this form.
    const { port } = server.server.address() as AddressInfo;
    return {
        port, received, whole,
        rules: (rules) => { present = rules; },
        arrived: (count) => eventually(`${count} e-mails`, () => (received.length >= count ? received : undefined)),
        forget: () => {
            received.length = 0;
            whole.length = 0;
            present = {};
        },
        close: () => new Promise((resolve) => { server.close(() => resolve()); })
    };
}

async function read(bytes: Buffer, session: SMTPServerSession): Promise<ReceivedMail> {
    const mail = await PostalMime.parse(bytes);
    const { mailFrom, rcptTo } = session.envelope;
    return {
        from: mailFrom === false || mailFrom === undefined ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        raw: bytes.toString('utf8'), mail, messageId: mail.messageId ?? '', secure: session.secure,
        user: typeof session.user === 'string' ? session.user : undefined
    };
}
