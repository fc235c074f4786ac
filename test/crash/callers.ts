import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { openCaller, type Caller } from '../support/http-caller.ts';
import { settle, type Ledger, type Promised, type Wish } from './ledger.ts';
import type { Random } from './random.ts';

/** Tokens by organisation. */
export type Tokens = ReadonlyMap<string, string>;

/** Callers at work. */
export type Callers = {
    /** Number of requests under way. */
    readonly inFlight: () => number;
    /** Ends new requests; resolves when the last one has its answer or has lost its connection. */
    readonly stop: () => Promise<void>;
};

const callerCount = 10;
/** Pause after a request without an answer: a service that is down stays down for longer than that. */
const pauseMs = 100;
const issuedShare = 0.85;
/** Share of new invoices that are issued as they are stored. */
const issuedAtOnceShare = 0.3;
const twiceShare = 0.1;

/** Callers that create drafts and issue them, or issue new invoices at once, as fast as the service answers. */
export function startCallers(port: number, tokens: Tokens, ledger: Ledger, random: Random): Callers {
    let stopped = false;
    let inFlight = 0;
    const work = async (): Promise<void> => {
        const caller = openCaller(port);
        const second = openCaller(port);
        const ask = async (wish: Wish, by = caller): Promise<Promised | undefined> => {
            inFlight += 1;
            const answer = await by.send(wish);
            inFlight -= 1;
            return settle(ledger, wish, answer);
        };
        try {
            while (!stopped) {
                const made = await ask(newInvoice(tokens, random));
                if (made === undefined) {
                    await wait(pauseMs);
                } else if (made.wish.kind === 'create' && random.next() < issuedShare) {
                    const twice = random.next() < twiceShare;
                    await Promise.all([ask(issueOf(made)), ...(twice ? [ask(issueOf(made), second)] : [])]);
                }
            }
        } finally {
            caller.close();
            second.close();
        }
    };
    const running = Promise.all(Array.from({ length: callerCount }, work));
    return {
        inFlight: () => inFlight,
        stop: async () => {
            stopped = true;
            await running;
        }
    };
}

/** Sends each unanswered request again, under its own key. */
export async function retryOpen(port: number, ledger: Ledger): Promise<void> {
    await sendAll(port, ledger, [...ledger.open.values()]);
}

/** Sends some answered requests again: `settle` compares the second answer with the first. */
export async function repeatAnswered(port: number, ledger: Ledger, random: Random, count: number): Promise<number> {
    const answered = [...ledger.answered.values()];
    const wishes = answered.length === 0 ? [] : Array.from({ length: count }, () => random.oneOf(answered).wish);
    await sendAll(port, ledger, wishes);
    return wishes.length;
}

async function sendAll(port: number, ledger: Ledger, wishes: readonly Wish[]): Promise<void> {
    const rest = wishes.values();
    await Promise.all(Array.from({ length: callerCount }, async () => {
        const caller: Caller = openCaller(port);
        try {
            for (const wish of rest) settle(ledger, wish, await caller.send(wish));
        } finally {
            caller.close();
        }
    }));
}

function newInvoice(tokens: Tokens, random: Random): Wish {
    const [organisation, token] = random.oneOf([...tokens]);
    const about = randomUUID();
    const items = Array.from({ length: random.between(1, 5) }, (_, index) => ({
        itemType: 'custom', description: `Pozycja ${index + 1}`, quantity: `${random.between(1, 40)}.5`, unit: 'm²',
        unitPriceNet: `${random.between(1, 300)}.${random.between(10, 99)}`, vatRate: random.oneOf([23, 8, 'zw'])
    }));
    const issue = random.next() < issuedAtOnceShare;
    return {
        kind: issue ? 'issue_new' : 'create', method: 'POST', path: '/invoices', organisation, token,
        key: randomUUID(), about,
        body: JSON.stringify({
            customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa', notes: about, items,
            ...(issue ? { issue, issueDate: runDate } : {})
        })
    };
}

function issueOf({ id, wish: { organisation, token } }: Promised): Wish {
    // One date for the whole run, which may pass midnight.
    return {
        kind: 'issue', method: 'POST', path: `/invoices/${id}/issue`, organisation, token, key: randomUUID(), about: id,
        body: JSON.stringify({ issueDate: runDate })
    };
}

const runDate = new Date().toISOString().slice(0, 10);
