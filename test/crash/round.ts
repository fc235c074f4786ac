import { setTimeout as wait } from 'node:timers/promises';
import { repeatAnswered, retryOpen, startCallers, type Tokens } from './callers.ts';
import type { Checks } from './checks.ts';
import type { CrashableDatabase } from './database.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { startService, untilReady, type CrashableService, type Place } from './service.ts';
import { verifyByHttp } from './verify-http.ts';
import { verifyBySql } from './verify-sql.ts';

/** What a round works with. */
export type Scene = {
    readonly place: Place;
    readonly database: CrashableDatabase;
    readonly tokens: Tokens;
    readonly ledger: Ledger;
    readonly checks: Checks;
    readonly random: Random;
    /** The service that runs at the moment. */
    service: CrashableService;
};

/** What is killed in a round; the service is always the last. */
export type Kill = 'service' | 'backend, then service' | 'PostgreSQL, then service' | 'service and PostgreSQL';

const repeated = 10;

/** Every fourth round takes PostgreSQL down as well, in turn in each way. */
export function killOf(round: number): Kill {
    const ways = ['backend, then service', 'PostgreSQL, then service', 'service and PostgreSQL'] as const;
    return round % 4 === 0 ? ways[(round / 4 - 1) % ways.length] ?? 'service' : 'service';
}

/** Callers at work, a kill at a random moment, a new start, and everything held against what was promised. */
export async function playRound(scene: Scene, round: number): Promise<string> {
    const { place, database, tokens, ledger, checks, random } = scene;
    const kill = killOf(round);
    const retries = round % 5 !== 0;
    const before = { created: ledger.created.size, issued: ledger.issued.size };

    const callers = startCallers(place.port, tokens, ledger, random);
    let inFlight: number;
    try {
        await wait(random.between(100, 1_200));
        inFlight = callers.inFlight();
        await killAll(scene, kill);
    } finally {
        await callers.stop();
    }
    if (!retries) abandonOpen(ledger);
    const acknowledged = `${ledger.created.size - before.created} created, ${ledger.issued.size - before.issued} issued`;

    scene.service = await startService(place);
    const toRetry = ledger.open.size;
    await retryOpen(place.port, ledger);
    await repeatAnswered(place.port, ledger, random, repeated);
    checks.expectNone('every answer is as it should be', ledger.faults.splice(0));
    await verifyByHttp(place.port, tokens, checks);
    await verifyBySql(database.url, ledger, checks);
    return `killed ${kill}; acknowledged ${acknowledged}; in flight ${inFlight}; ` +
        (retries ? `sent again ${toRetry}, of which ${ledger.open.size} wait for their first try` : 'nothing sent again');
}

async function killAll(scene: Scene, kill: Kill): Promise<void> {
    const { database, random, place } = scene;
    if (kill === 'backend, then service') {
        await database.killBackend();
        await survives(scene);
        await wait(random.between(50, 500));
    }
    if (kill === 'PostgreSQL, then service') {
        await database.kill();
        await wait(random.between(0, 300));
        await database.restart();
        await survives(scene);
        await wait(random.between(50, 500));
    }
    if (kill === 'service and PostgreSQL') {
        await Promise.all([scene.service.kill(), database.kill()]);
        await database.restart();
        return;
    }
    await scene.service.kill();

    /** A service whose database went away and came back works on, without a new start. */
    async function survives({ service, checks }: Scene): Promise<void> {
        const fault = await untilReady(place, service).then(() => [], (error: unknown) => [String(error)]);
        checks.expectNone('the service outlives its database', fault);
    }
}

function abandonOpen({ open, abandoned }: Ledger): void {
    for (const [key, wish] of open) abandoned.set(key, wish);
    open.clear();
}
