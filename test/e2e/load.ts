import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { openCaller, textIn, type Answer, type Call, type Caller, type NoAnswer } from '../support/http-caller.ts';
import { emptyReport, finished, note, type LoadReport } from './load-report.ts';

/** Options of load: callers that each draft, issue and read one invoice after the other. */
export type LoadOptions = {
    /** Port of the service or its gateway, on this machine. */
    readonly port: number;
    readonly token: string;
    /** Number of connections, and so of calls at the same time. */
    readonly callers: number;
    /** Rate of all callers; absent: every caller sends its next call as soon as it has an answer. */
    readonly callsPerSecond?: number;
};

/** Running load. */
export type Load = {
    /** Number of good answers so far. */
    readonly answered: () => number;
    /** True once a connection was refused: no process listens any more. */
    readonly refused: () => boolean;
    /** Stops the load; every call that is under way gets its answer. */
    readonly stop: () => Promise<LoadReport>;
};

/** Pause after a failed call: a service that is away stays away for longer than that. */
const pauseMs = 50;

/** Starts load on invoices whose prices are given, so that no other service is asked. */
export function startLoad({ port, token, callers, callsPerSecond }: LoadOptions): Load {
    const report = emptyReport();
    const turn = pacer(callsPerSecond);
    let stopped = false;
    const work = async (): Promise<void> => {
        const caller = openCaller(port);
        const ask = async (call: Call, expected: number): Promise<Answer | undefined> => {
            await turn();
            return stopped ? undefined : timed(report, caller, call, expected);
        };
        while (!stopped) {
            if (!(await oneInvoice(ask, token, report))) await wait(pauseMs);
        }
        caller.close();
    };
    const running = Promise.all(Array.from({ length: callers }, work));
    return {
        answered: () => report.good,
        refused: () => report.failures.has('refused'),
        stop: async () => {
            stopped = true;
            await running;
            return finished(report);
        }
    };
}

type Ask = (call: Call, expected: number) => Promise<Answer | undefined>;

/** Drafts, issues and reads one invoice. @returns True if all three calls were answered well */
async function oneInvoice(ask: Ask, token: string, report: ReturnType<typeof emptyReport>): Promise<boolean> {
    const draft = await ask({ method: 'POST', path: '/invoices', token, key: randomUUID(), body: draftBody }, 201);
    if (draft === undefined) return false;
    const path = `/invoices/${textIn(draft.text, 'id')}`;
    const issued = await ask({ method: 'POST', path: `${path}/issue`, token, key: randomUUID() }, 200);
    if (issued === undefined) return false;
    report.numbers.push(textIn(issued.text, 'invoiceNumber'));
    return await ask({ method: 'GET', path, token }, 200) !== undefined;
}

async function timed(
    report: ReturnType<typeof emptyReport>, caller: Caller, call: Call, expected: number
): Promise<Answer | undefined> {
    const startedAt = performance.now();
    const answer = await caller.send(call);
    const good = typeof answer !== 'string' && answer.status === expected;
    note(report, good ? 'good' : outcomeOf(answer), performance.now() - startedAt);
    return good ? answer : undefined;
}

/**
 * Short text of one failure: the connection's end, or status and code of a problem, or status and message of the
 * gateway.
 */
function outcomeOf(answer: Answer | NoAnswer): string {
    if (typeof answer === 'string') return answer;
    try {
        return `${answer.status} ${textIn(answer.text, answer.text.includes('"code"') ? 'code' : 'message')}`;
    } catch {
        return `${answer.status} that is no JSON`;
    }
}

/** Maximum time that held-up callers catch up on, as real callers do: they do not give up because an answer is late. */
const maxBehindMs = 10_000;

/** Spaces calls evenly; a late call goes at once, so that the rate holds after a stop. */
function pacer(callsPerSecond: number | undefined): () => Promise<void> {
    if (callsPerSecond === undefined) return () => Promise.resolve();
    const gapMs = 1_000 / callsPerSecond;
    let next = performance.now();
    return async () => {
        const now = performance.now();
        next = Math.max(next + gapMs, now - maxBehindMs);
        if (next > now) await wait(next - now);
    };
}

const draftBody = JSON.stringify({
    customerName: 'Anna Przykładowa', customerAddress: 'ul. Lipowa 2, 00-002 Warszawa',
    items: [{
        itemType: 'custom', description: 'Transport', unit: 'szt', quantity: '1', unitPriceNet: '100.00', vatRate: 23
    }]
});
