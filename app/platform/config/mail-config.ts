import { createPrivateKey } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { isMailAddress, withAsciiDomain } from '../../foundation/schema/mail-fields.ts';
import { secretsIn } from './auth-config.ts';
import type { Environment } from './environment.ts';

/** Settings of e-mail. */
export type MailConfig = {
    /** Absent: no e-mail is sent. */
    readonly smtp: SmtpConfig | undefined;
    /** Secrets that providers show with a bounce, the newest first; empty: the route takes none. */
    readonly bounceSecrets: readonly string[];
};

/** Mail server that takes the e-mails, and the sender's address. */
export type SmtpConfig = {
    readonly host: string;
    readonly port: number;
    /** implicit: TLS from the start · starttls: required before anything else · off: none. */
    readonly tls: 'implicit' | 'starttls' | 'off';
    readonly user: string | undefined;
    readonly password: string | undefined;
    /** Address that all e-mails come from, so that SPF and DKIM hold; its domain in ASCII, as DNS knows it. */
    readonly from: string;
    /** Milliseconds that each answer of the mail server may take. */
    readonly timeoutMs: number;
    readonly dkim: DkimConfig | undefined;
    /** Certificates to trust instead of the public ones, PEM; tests have their own. */
    readonly ca?: string;
};

/** Key that signs the e-mails (RFC 6376). */
export type DkimConfig = {
    readonly domain: string;
    readonly selector: string;
    /** Private key, PEM. */
    readonly privateKey: string;
};

/** Minimum length of a secret of bounces: a guess must be hopeless. */
const minSecretBytes = 16;

/** Minimum bits of a key that signs e-mails. */
const minDkimBits = 1_024;

/** Reads the settings of e-mail, and adds their faults to `faults`. No fault shows a secret. */
export function mailConfig(env: Environment, faults: string[]): MailConfig {
    const bounceSecrets = secretsIn(env.MAIL_BOUNCE_SECRET ?? '').filter((secret) => secret !== '');
    if (bounceSecrets.some((secret) => Buffer.byteLength(secret) < minSecretBytes)) {
        faults.push(`MAIL_BOUNCE_SECRET must have at least ${minSecretBytes} characters`);
    }
    return { smtp: env.SMTP_URL === undefined ? undefined : smtpConfig(env.SMTP_URL, env, faults), bounceSecrets };
}

function smtpConfig(address: string, env: Environment, faults: string[]): SmtpConfig | undefined {
    const from = env.MAIL_FROM;
    if (from === undefined) {
        faults.push('MAIL_FROM is required with SMTP_URL: the address that e-mails come from');
    } else if (!isMailAddress(from)) {
        faults.push('MAIL_FROM must be an e-mail address without a name');
    }
    const url = URL.parse(address);
    if (url === null) {
        return undefined;
    }
    const implicit = url.protocol === 'smtps:';
    const tls = implicit ? 'implicit' : env.SMTP_STARTTLS === 'off' ? 'off' : 'starttls';
    if (tls === 'off' && url.password !== '' && env.NODE_ENV === 'production') {
        faults.push('SMTP_STARTTLS=off would show the password of SMTP_URL to the network; use smtps:// or STARTTLS');
    }
    return {
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port),
        tls,
        user: url.username === '' ? undefined : decoded(url.username, faults),
        password: url.password === '' ? undefined : decoded(url.password, faults),
        from: withAsciiDomain(from ?? ''),
        timeoutMs: env.SMTP_TIMEOUT_MS,
        dkim: dkimConfig(env, faults)
    };
}

function dkimConfig(env: Environment, faults: string[]): DkimConfig | undefined {
    const { MAIL_DKIM_DOMAIN: domain, MAIL_DKIM_SELECTOR: selector, MAIL_DKIM_KEY: privateKey } = env;
    if (domain === undefined || selector === undefined || privateKey === undefined) {
        if (domain !== undefined || selector !== undefined || privateKey !== undefined) {
            faults.push('MAIL_DKIM_DOMAIN, MAIL_DKIM_SELECTOR and MAIL_DKIM_KEY must be set together');
        }
        return undefined;
    }
    if (!isSigningKey(privateKey)) {
        faults.push(`MAIL_DKIM_KEY must be an RSA private key in PEM, without a passphrase and of ${minDkimBits} bits `
            + 'at least');
    }
    return { domain: domainToASCII(domain), selector, privateKey };
}

/** True for a key that signs e-mails; receivers take no signature by a shorter one (RFC 8301, 3.2). */
function isSigningKey(pem: string): boolean {
    try {
        const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
        return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= minDkimBits;
    } catch {
        return false;
    }
}

function decoded(text: string, faults: string[]): string {
    try {
        return decodeURIComponent(text);
    } catch {
        faults.push('SMTP_URL must have special characters of user and password percent-encoded');
        return text;
    }
}
