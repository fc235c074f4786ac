import { randomUUID } from 'node:crypto';
import type fc from 'fast-check';
import type { GivenOrganisation } from '../support/given-organisation.ts';
import type { Answered } from '../support/given-service.ts';
import { same } from './expectations.ts';
import { balanceOf, type Document, type Model } from './model.ts';

/** The service as a run's own organisation sees it. */
export type Real = {
    /** Calls as an accountant, who may date back. */
    readonly call: GivenOrganisation['call'];
    /** Calls as a clerk, who issues but may not date back. */
    readonly clerk: GivenOrganisation['call'];
    /** Reads the body of a GET that must succeed. */
    readonly read: (url: string) => Promise<any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- a body
    readonly organisationId: string;
};

/** A command of fast-check on the model and the service. */
export type Command = fc.AsyncCommand<Model, Real>;

/** Expected status of each refusal. */
const statuses = {
    ADVANCES_COVER_ORDER: 422, ADVANCE_ALREADY_INVOICED: 409, ADVANCE_DEDUCTED: 409, ADVANCE_EXCEEDS_ORDER: 422,
    ADVANCE_EXCEEDS_RATE: 422, ADVANCE_INVOICE_MISSING: 422, ADVANCE_NOT_RAISED: 422, PROFORMA_HAS_ADVANCES: 409,
    ALREADY_SETTLED: 409, CORRECTION_EMPTY: 422, CORRECTIVE_NOT_CANCELLABLE: 409, CORRECTIVE_REQUIRED: 409,
    CREDIT_ALREADY_USED: 409, CREDIT_INSUFFICIENT: 409, EXCHANGE_RATE_DATE_WRONG: 422, EXCHANGE_RATE_MISSING: 422,
    IDEMPOTENCY_KEY_REUSED: 422, INVOICE_CANCELLED: 409, INVOICE_HAS_CORRECTIVES: 409, INVOICE_HAS_PAYMENTS: 409,
    INVOICE_NOT_CORRECTABLE: 409, INVOICE_NOT_DRAFT: 409, INVOICE_NOT_ISSUED: 409, INVOICE_NOT_PAYABLE: 409,
    ISSUE_DATE_BEFORE_LAST: 409, ISSUE_DATE_IN_FUTURE: 422, NOT_A_PROFORMA: 409, PAYMENT_ALREADY_REVERSED: 409,
    PAYMENT_CURRENCY_MISMATCH: 422,
    PAYMENT_CUSTOMER_MISMATCH: 422, PAYMENT_EXCEEDS_BALANCE: 422, PAYMENT_NOT_REVERSIBLE: 409, PRECONDITION_FAILED: 412,
    PROFORMA_ALREADY_CONVERTED: 409, SALE_BEFORE_ADVANCE: 422, VALIDATION_FAILED: 400, WRITE_OFF_TOO_LARGE: 422
} as const;
/** Code of a refusal that the model foresees. */
export type Refusal = keyof typeof statuses;

/** Headers that a request is sent with. */
export type Manner = {
    /** Adds an Idempotency-Key of its own. */
    readonly keyed: boolean;
    /** The ETag that it carries. */
    readonly ifMatch: 'none' | 'current' | 'stale';
};

/** One request, and the model's knowledge of its answer. */
export type Plan = {
    readonly method: 'POST' | 'PATCH' | 'DELETE';
    readonly url: string;
    readonly body?: unknown;
    readonly by?: 'clerk';
    /** Document whose ETag is sent, where the request may have one. */
    readonly of?: Document;
    readonly refusal: Refusal | undefined;
    readonly status: number;
    /** Changes the model, and compares the answer with it. */
    readonly apply: (answer: Answered['body']) => void;
};

/** The first refusal whose condition holds. */
export function refusedFor(...reasons: readonly (readonly [boolean, Refusal])[]): Refusal | undefined {
    return reasons.find(([holds]) => holds)?.[1];
}

/**
 * A command of fast-check. Applicable when the model has something that it could be about.
 * @param plan - Pure: the request in the model's state, and its expected outcome.
 */
export function command(
    name: string, wish: Readonly<Record<string, unknown>> & { readonly manner: Manner },
    plan: (model: Readonly<Model>) => Plan | undefined
): Command {
    return {
        check: (model) => plan(model) !== undefined,
        run: async (model, real) => {
            const planned = plan(model);
            if (planned === undefined) return;
            model.now += 1_000;
            await follow(name, wish.manner, planned, { model, real });
            expectNothingNegative(model);
        },
        toString: () => `${name}(${
            JSON.stringify(wish, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))})`
    };
}

async function follow(
    name: string, { keyed, ifMatch }: Manner, plan: Plan,
    { model, real }: { readonly model: Model; readonly real: Real }
): Promise<void> {
    const { method, url, body, of, refusal, status, apply } = plan;
    const key = randomUUID();
    const headers = {
        ...(keyed ? { 'idempotency-key': key } : {}),
        ...(of === undefined || ifMatch === 'none'
            ? {} : { 'if-match': `"${of.version + (ifMatch === 'stale' ? 7 : 0)}"` })
    };
    const send = plan.by === 'clerk' ? real.clerk : real.call;
    const answer = await send(method, url, { headers, ...(body === undefined ? {} : { body }) });
    model.tried.push(`${name} ${refusal ?? status}`);
    model.steps.push(`${name}: ${method} ${url} ${JSON.stringify(body) ?? ''} → ${answer.status}`);
    expectOutcome(plan, answer);
    if (refusal !== undefined) return;
    apply(answer.body);
    if (keyed && method !== 'DELETE') {
        model.last = { method, url, body, key, status, text: answer.text, by: plan.by };
    }
}

function expectOutcome({ by, refusal, status }: Plan, { status: is, body }: Answered): void {
    const [wanted, code] = refusal === undefined ? [status, undefined] : [statuses[refusal], refusal];
    if (is === wanted && body?.code === code) return;
    throw new Error(`the answer to the ${by ?? 'accountant'}\n  is        ${is} ${body?.code ?? ''} `
        + `${body?.detail ?? ''}\n  should be ${wanted} ${code ?? ''}`);
}

function expectNothingNegative({ documents, credits }: Model): void {
    const negative = [
        ...documents.map(balanceOf), ...documents.map(({ paid }) => paid),
        ...documents.map(({ writtenOff }) => writtenOff), ...credits.values()
    ].filter((amount) => amount < 0n);
    same('negative amounts', negative.length, 0);
}

/** Choice of the document of a command: one that the command can succeed with, else any. */
export type Pick = { readonly nth: number; readonly fit: boolean };

/** The thing to use; undefined when there is none. */
export function pick<Thing>(
    things: readonly Thing[], { nth, fit }: Pick, fits: (thing: Thing) => boolean
): Thing | undefined {
    const from = fit ? things.filter(fits) : things;
    return from[nth % from.length];
}
