import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Config } from '../../platform/config/config.ts';
import { within } from '../../foundation/clock/within.ts';
import { systemCodeOf } from '../../foundation/errors/system-code.ts';
import { answerLimitMs, type Check } from './examine.ts';
import { noAnswer } from './failure-words.ts';
import { failed, ok } from './finding.ts';

/**
 * A DNS check for each host name in the settings: a name that does not resolve is the first thing to rule out when
 * nothing answers.
 */
export function nameChecks(config: Config): readonly Check[] {
    const checks = namesIn(config).map((name): Check => ({ subject: 'dns', run: () => resolve(name) }));
    return checks.length > 0
        ? checks : [{ subject: 'dns', run: async () => ok('no names to look up: every setting has an address') }];
}

async function resolve(name: string) {
    try {
        // A lookup cannot be cancelled. It continues in the background, and the process ends when the system's resolver
        // gives up.
        const found = await within(answerLimitMs, () => lookup(name, { all: true }));
        return ok(`${name} resolves to ${found.map(({ address }) => address).join(', ')}`);
    } catch (error) {
        const isLate = error instanceof DOMException && error.name === 'TimeoutError';
        const reason = isLate ? `: ${noAnswer}` : ` (${systemCodeOf(error) ?? 'unknown'})`;
        return failed(`the name ${name} does not resolve${reason}`);
    }
}

function namesIn({ database, redisUrl, upstream, auth, mail }: Config): readonly string[] {
    const urls = [
        redisUrl, upstream.contactsUrl, upstream.productsUrl, upstream.servicesUrl, upstream.quotesUrl, auth.jwksUrl
    ];
    const hosts = [
        databaseHost(database.url), mail.smtp?.host ?? '',
        ...urls.filter((url) => url !== undefined).map((url) => new URL(url).hostname)
    ];
    const names = hosts.map((host) => host.toLowerCase()).filter((host) =>
        host !== '' && isIP(host.replace(/^\[|\]$/g, '')) === 0);
    return [...new Set(names)];
}

/**
 * Host name of the database. `?host=` replaces the host of the URL; a folder there holds a socket, which has no name.
 */
function databaseHost(text: string): string {
    const url = new URL(text);
    const host = url.searchParams.get('host') ?? decoded(url.hostname);
    return host.startsWith('/') ? '' : host;
}

/** Decodes a host name. A broken escape stays as it is: the name then does not resolve, and the finding shows it. */
function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}
