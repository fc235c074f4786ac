import { setTimeout as wait } from 'node:timers/promises';
import { repeatAnswered, retryOpen, startCallers, type Tokens } from './callers.ts';
import type { Checks } from '../support/checks.ts';
import type { CrashableDatabase } from './database.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { startService, untilReady, type CrashableService, type Place } from './service.ts';
import { verifyByHttp } from './verify-http.ts';
import { verifyBySql } from './verify-sql.ts';

/** Participants of a round. */
export type Scene = {
    readonly place: Place;
    readonly database: CrashableDatabase;
    readonly tokens: Tokens;
    readonly ledger: Ledger;
    readonly checks: Checks;
    readonly random: Random;
    /** The service that runs now. */
    service: CrashableService;
};

/** Processes that a round kills; the service is always the last. */
export type Kill = 'service' | 'backend, then service' | 'PostgreSQL, then service' | 'service and PostgreSQL';

const repeated = 10;

/** Kill of a round: every fourth one takes PostgreSQL down as well, each way in turn. */
export function killOf(round: number): Kill {
    const ways = ['backend, then service', 'PostgreSQL, then service', 'service and PostgreSQL'] as const;
    return round % 4 === 0 ? ways[(round / 4 - 1) % ways.length] ?? 'service' : 'service';
}

/**
 * Plays a round: callers at work, a kill at a random moment, a new start, and a check of everything that was promised.
 */
export async function playRound(scene: Scene, round: number): Promise<string> {
    const { place, database, tokens, ledger, checks, random } = scene;
    const kill = killOf(round);
    const retries = round % 5 !== 0;
    const before = { created: ledger.created.size, issued: ledger.issued.size, open: new Set(ledger.open.keys()) };

    const callers = startCallers(place.port, tokens, ledger, random);
    let inFlight: number;
    try {
        await wait(random.between(100, 1_200));
        inFlight = callers.inFlight();
        await killDatabase(scene, kill);
        await Promise.all([scene.service.kill(), ...(kill === 'service and PostgreSQL' ? [database.kill()] : [])]);
    } finally {
        await callers.stop();
    }
    if (kill === 'service and PostgreSQL') await database.restart();
    if (!retries) abandonSince(before.open, ledger);
    const acknowledged = `${ledger.created.size - before.created} created, `
        + `${ledger.issued.size - before.issued} issued`;

    scene.service = await startService(place);
    const toRetry = ledger.open.size;
    await retryOpen(place.port, ledger);
    await repeatAnswered(place.port, ledger, random, repeated);
    checks.expectNone('every answer is as it should be', ledger.faults.splice(0));
    await verifyByHttp(place.port, tokens, checks);
    await verifyBySql(database.url, ledger, checks);
    return `killed ${kill}; acknowledged ${acknowledged}; in flight ${inFlight}; ` +
        `${retries ? '' : 'given up at once; '}sent again ${toRetry}, of which ${ledger.open.size} wait for `
        + 'their first try';
}

/** Kills PostgreSQL while the service and its callers keep working. */
async function killDatabase({ database, random, place, service, checks }: Scene, kill: Kill): Promise<void> {
    if (kill === 'backend, then service') {
        await database.killBackend();
    } else if (kill === 'PostgreSQL, then service') {
        await database.kill();
        await wait(random.between(0, 300));
        await database.restart();
    } else {
        return;
    }
    const fault = await untilReady(place, service).then(() => [], (error: unknown) => [String(error)]);
    checks.expectNone('the service outlives its database', fault);
    await wait(random.between(50, 500));
}

/** Abandons requests that were not open before: they stay without an answer for ever. */
function abandonSince(before: ReadonlySet<string>, { open, abandoned }: Ledger): void {
    for (const [key, wish] of open) {
        if (before.has(key)) continue;
        abandoned.set(key, wish);
        open.delete(key);
    }
}
