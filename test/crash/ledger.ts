import { textIn, type Answer, type Call, type NoAnswer } from '../support/http-caller.ts';

/** A request that changes something; repeated under the same key, it must take effect once. */
export type Wish = Call & {
    readonly kind: 'create' | 'issue' | 'issue_new';
    readonly organisation: string;
    readonly token: string;
    readonly key: string;
    /** Unique text of a new draft or invoice, or the id of the draft to issue. */
    readonly about: string;
};

/** Promise that the service made by an answer. */
export type Promised = {
    readonly wish: Wish;
    readonly id: string;
    readonly number: string | null;
    readonly totalNet: string;
    readonly totalVAT: string;
    readonly totalGross: string;
    readonly text: string;
};

/** The callers' knowledge: the truth that the database is compared with. */
export type Ledger = {
    /** Drafts that were answered with 201, by their unique text. */
    readonly created: Map<string, Promised>;
    /** Invoices whose issue was answered: of a draft with 200, by id; of a new one with 201, by its unique text. */
    readonly issued: Map<string, Promised>;
    /** Every answer that was received, by key. */
    readonly answered: Map<string, Promised>;
    /** Requests sent without an answer; they are sent again. */
    readonly open: Map<string, Wish>;
    /** Requests without an answer that are given up: done or not, but never half. */
    readonly abandoned: Map<string, Wish>;
    /** Answers that no caller should have received. */
    readonly faults: string[];
};

const expected = { create: 201, issue: 200, issue_new: 201 } as const;

/** A ledger without requests. */
export function emptyLedger(): Ledger {
    return {
        created: new Map(), issued: new Map(), answered: new Map(), open: new Map(), abandoned: new Map(), faults: []
    };
}

/** Records how a request ended. @returns The promise, if one was made */
export function settle(ledger: Ledger, wish: Wish, answer: Answer | NoAnswer): Promised | undefined {
    if (typeof answer === 'string' || mayComeAgain(answer)) {
        ledger.open.set(wish.key, wish);
        return undefined;
    }
    ledger.open.delete(wish.key);
    if (answer.status !== expected[wish.kind]) {
        ledger.faults.push(
            `${wish.method} ${wish.path} was answered with ${answer.status}: ${answer.text.slice(0, 300)}`);
        return undefined;
    }
    const promised = promisedBy(wish, answer.text);
    keep(ledger, promised);
    return promised;
}

/** Checks for a retryable answer: the database is away, or the first attempt has not finished. */
function mayComeAgain({ status, text }: Answer): boolean {
    return status === 503 || (status === 409 && textIn(text, 'code') === 'IDEMPOTENCY_KEY_RUNNING');
}

function promisedBy(wish: Wish, text: string): Promised {
    return {
        wish, text,
        id: textIn(text, 'id'),
        number: wish.kind === 'create' ? null : textIn(text, 'invoiceNumber'),
        totalNet: textIn(text, 'totalNet'),
        totalVAT: textIn(text, 'totalVAT'),
        totalGross: textIn(text, 'totalGross')
    };
}

function keep({ created, issued, answered, faults }: Ledger, promised: Promised): void {
    const { wish, id, number, text } = promised;
    const before = answered.get(wish.key);
    if (before !== undefined && before.text !== text) {
        faults.push(
            `the key ${wish.key} was answered differently: ${before.text.slice(0, 200)} … ${text.slice(0, 200)}`);
    }
    answered.set(wish.key, promised);
    const known = wish.kind === 'create' ? created : issued;
    const first = known.get(wish.about);
    if (first !== undefined && (first.id !== id || first.number !== number)) {
        faults.push(
            `${wish.kind} of ${wish.about} was answered as ${first.id} ${first.number}, then as ${id} ${number}`);
    }
    known.set(wish.about, first ?? promised);
}
