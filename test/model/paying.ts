import { isDocumented } from './advancing.ts';
import { amountOf, type Amount } from './amount.ts';
import { expectDocument, expectSummary, same } from './expectations.ts';
import { decimalsOf, least, money, sum, type Currency } from './money.ts';
import {
    addCredit, balanceOf, creditOf, customerOf, dayOf, moneyOf, note, paymentStatusOf, purseOf, settle, tell,
    type Document, type Model, type Purse, type Settlement
} from './model.ts';
import { command, pick, refusedFor, type Command, type Manner, type Pick, type Refusal } from './step.ts';

/** Commands that settle invoices. */

/** Limit of write-offs in units of any currency; so high that write-offs are common. */
export const writeOffLimit = 1_000n;
const isResidue = ({ terms }: Document, amount: bigint): boolean =>
    amount <= writeOffLimit * 10n ** BigInt(decimalsOf[terms.currency]);
type About = { readonly of: Pick; readonly manner: Manner };
const isPayable = (document: Document): boolean => notPayable(document) === undefined && balanceOf(document) > 0n;
const takesMoney = (document: Document): boolean => notTaking(document) === undefined;
/** Refusal of money: a proforma takes advances, but cannot be settled. */
const notTaking = ({ type, status }: Document): Refusal | undefined => refusedFor(
    [type === 'corrective', 'INVOICE_NOT_PAYABLE'], [status === 'cancelled', 'INVOICE_CANCELLED'],
    [status === 'draft', 'INVOICE_NOT_ISSUED']);
const notPayable = (document: Document): Refusal | undefined =>
    (document.type === 'proforma' ? 'INVOICE_NOT_PAYABLE' : notTaking(document));
const stale = ({ manner }: About): readonly [boolean, Refusal] => [manner.ifMatch === 'stale', 'PRECONDITION_FAILED'];
const unpayable = (document: Document): readonly [boolean, Refusal] =>
    [notPayable(document) !== undefined, notPayable(document) ?? 'INVOICE_NOT_PAYABLE'];

const words = {
    payment: ['payment.recorded', 'payment.recorded'], credit_use: ['credit.used', 'payment.recorded'],
    refund: ['payment.refunded', 'payment.refunded'],
    write_off: ['invoice.written_off', 'payment.recorded'], reversal: ['payment.reversed', 'payment.reversed']
} as const;

type Recorded = {
    readonly amount: bigint;
    readonly purse: Purse;
    readonly currency: Currency;
    readonly kind: keyof typeof words;
    readonly paid?: ReadonlyMap<Document, bigint>;
    readonly credited?: ReadonlyMap<Document, bigint>;
    readonly credit?: bigint;
    /** Way of a payment; null for credit that pays. */
    readonly method?: string | null;
    readonly reference?: string | null;
};

/** Applies a settlement to one of its documents. */
function move(
    model: Model, document: Document, settlement: Settlement, { method = null, reference = null }: Recorded
): void {
    const { kind, paid, credited } = settlement;
    const [paidBefore, part] = [document.paid, paid.get(document) ?? 0n];
    document.paid += part;
    document.writtenOff += credited.get(document) ?? 0n;
    settle(model, document, paidBefore);
    if (kind === 'payment' || kind === 'credit_use')
        document.payments.push({ settlement, day: dayOf(model.now), method, reference, part });
}

/** Records one settlement with its amounts and events. @param invoices - Invoices of the request, in its order. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
function record(model: Model, answer: any, invoices: readonly Document[], given: Recorded): void {
    const { kind, amount, purse, currency, paid = new Map(), credited = new Map(), credit = 0n } = given;
    const settlement: Settlement = { id: answer.id, kind, amount, purse, paid, credited, credit, reversed: false };
    const moved = invoices.filter((document) =>
        (paid.get(document) ?? 0n) !== 0n || (credited.get(document) ?? 0n) !== 0n);
    const wasPaid = new Set(moved.filter((document) => paymentStatusOf(document) === 'paid'));
    moved.forEach((document) => move(model, document, settlement, given));
    addCredit(model, purse, credit);
    const [amountText, creditText] = [money(amount, currency), money(credit, currency)];
    model.settlements.push(settlement);

    const [action, event] = words[kind];
    const about = invoices.length === 1 ? invoices[0] ?? null : null;
    // A settlement that moved nothing on its only document is in that document's history all the same.
    note(model, action, moved.length === 0 ? about : null);
    moved.forEach((document) => note(model, action, document));
    model.events.push(`${event} ${about?.id ?? 'null'} ${kind} ${amountText} ${creditText}`);
    for (const document of moved) {
        const isPaid = paymentStatusOf(document) === 'paid';
        if (wasPaid.has(document) !== isPaid) tell(model, isPaid ? 'invoice.paid' : 'invoice.unpaid', document);
    }
    expectPayment(model, answer, invoices, [kind, amountText, creditText]);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer
function expectPayment(model: Model, answer: any, invoices: readonly Document[], essentials: readonly string[]): void {
    same('payment', [answer.kind, answer.amount, answer.creditAmount], essentials);
    if (answer.invoice !== undefined && invoices[0] !== undefined) expectDocument(model, answer.invoice, invoices[0]);
    if (answer.invoices !== undefined) {
        same('invoices of the payment', answer.invoices.length, invoices.length);
        invoices.forEach((document, index) => expectSummary(model, answer.invoices[index], document));
    }
}

const inItsCurrency = (invoice: Document) => ({ purse: purseOf(invoice), currency: invoice.terms.currency });

/** Pays one document. */
export function pay(wish: About & { readonly amount: Amount }): Command {
    return command('pay', wish, (model) => {
        const invoice = pick(model.documents, wish.of, (document) => takesMoney(document) && balanceOf(document) > 0n);
        if (invoice === undefined) return undefined;
        const amount = amountOf(balanceOf(invoice), wish.amount);
        return {
            method: 'POST', url: `/invoices/${invoice.id}/payments`,
            body: { amount: moneyOf(invoice, amount), paymentMethod: 'bank_transfer' }, of: invoice, status: 201,
            refusal: refusedFor(
                stale(wish), [notTaking(invoice) !== undefined, notTaking(invoice) ?? 'INVOICE_NOT_PAYABLE']),
            apply: (answer) => record(model, answer, [invoice], {
                kind: 'payment', amount, ...inItsCurrency(invoice), ...spread(invoice, amount), method: 'bank_transfer'
            })
        };
    });
}

/** The part of money that a document takes. On a proforma it is an advance, and all of the money is credit. */
const spread = (invoice: Document, amount: bigint) => {
    const part = least(balanceOf(invoice), amount);
    return { paid: new Map([[invoice, part]]), credit: invoice.type === 'proforma' ? amount : amount - part };
};

/** Payment of an invoice by `mark-paid`. */
export type MarkPaidWish = About & {
    /** Null pays the balance. */
    readonly amount: Amount | null;
    readonly reference: string | null;
    /** True to repeat a payment of the same day with a reference. */
    readonly again: boolean;
};

/** Payments that a call of today may repeat. */
const repeatable = ({ now }: Model, { payments }: Document, reference: string | null) => payments.filter(
    ({ settlement, day, reference: earlier }) => settlement.kind === 'payment' && !settlement.reversed
        && reference !== null && earlier === reference && day === dayOf(now));

/** Marks an invoice or a proforma paid. The same reference, day and amount as before is the payment of before. */
export function markPaid(wish: MarkPaidWish): Command {
    return command('mark paid', wish, (model) => {
        const reference = wish.again ? 'TXN 1' : wish.reference;
        const invoice = pick(model.documents, wish.of, (document) => (wish.again
            ? repeatable(model, document, reference).length > 0 : takesMoney(document) && balanceOf(document) > 0n));
        if (invoice === undefined) return undefined;
        const earlier = repeatable(model, invoice, reference);
        const balance = balanceOf(invoice);
        const wanted = wish.again && earlier[0] !== undefined ? earlier[0].settlement.amount
            : wish.amount === null ? null : amountOf(balance, wish.amount);
        const amount = wanted ?? balance;
        const isRepeated = wanted === null ? balance === 0n && earlier.length > 0
            : earlier.some(({ settlement }) => settlement.amount === wanted);
        return {
            method: 'PATCH', url: `/invoices/${invoice.id}/mark-paid`, of: invoice, status: 200,
            body: {
                paymentMethod: 'cash', paymentDate: dayOf(model.now),
                ...(wanted === null ? {} : { amountPaid: moneyOf(invoice, wanted) }),
                ...(reference === null ? {} : { paymentReference: reference })
            },
            refusal: isRepeated ? undefined : refusedFor(stale(wish),
                [notTaking(invoice) !== undefined, notTaking(invoice) ?? 'INVOICE_NOT_PAYABLE'],
                [balance === 0n, 'ALREADY_SETTLED']),
            apply: (answer) => {
                if (isRepeated) {
                    model.tried.push('mark paid again');
                    expectDocument(model, answer, invoice);
                    return;
                }
                // The answer is the invoice and names no payment.
                const unnamed = {
                    id: null, kind: 'payment', amount: moneyOf(invoice, amount),
                    creditAmount: moneyOf(invoice, spread(invoice, amount).credit), invoice: answer
                };
                record(model, unnamed, [invoice], {
                    kind: 'payment', amount, ...inItsCurrency(invoice), ...spread(invoice, amount), method: 'cash',
                    reference
                });
            }
        };
    });
}

/** One payment for several invoices, or on account. */
export type ManyWish = {
    readonly of: readonly Pick[]; readonly given: readonly (Amount | null)[];
    readonly amount: Amount; readonly manner: Manner;
    /** The payer; sent only where there are no invoices, or `names` is set. */
    readonly contact: string;
    readonly names: boolean;
    /** Currency; null leaves it to the service: that of the invoices, or the organisation's own. */
    readonly currency: Currency | null;
};

/** Pays several invoices at once, or on account without any. */
export function payMany(wish: ManyWish): Command {
    return command('pay many', wish, (model) => {
        const [first] = wish.of.map((one) => pick(model.documents, one, isPayable));
        const fits = (document: Document) => isPayable(document) && first !== undefined
            && purseOf(document) === purseOf(first);
        const invoices = [...new Set(wish.of.flatMap((one, index) => pick(
            model.documents.filter((document) => index === 0 || document !== first), one, index === 0 ? isPayable : fits
        ) ?? []))];
        const given = invoices.map((invoice, index) =>
            (wish.given[index] ? amountOf(balanceOf(invoice), wish.given[index]) : null));
        const amount = amountOf(sum(invoices.map(balanceOf)), wish.amount);
        const customer = first === undefined || wish.names ? wish.contact : customerOf(first);
        const currency = wish.currency ?? invoices[0]?.terms.currency ?? 'PLN';
        let left = amount - sum(given.map((one) => one ?? 0n));
        const excess = left < 0n;
        const paid = new Map(invoices.map((invoice, index) => {
            const part = given[index] ?? least(left, balanceOf(invoice));
            if (given[index] === null) left -= part;
            return [invoice, part];
        }));
        return {
            method: 'POST', url: '/payments', status: 201,
            body: {
                amount: money(amount, currency), paymentMethod: 'blik', ...(wish.currency === null ? {} : { currency }),
                ...(first === undefined || wish.names ? { contactId: wish.contact } : {}),
                allocations: invoices.map(({ id }, index) =>
                    ({ invoiceId: id, ...(given[index] ? { amount: money(given[index], currency) } : {}) }))
            },
            refusal: refusedFor(
                [invoices.some((invoice) => customerOf(invoice) !== customer), 'PAYMENT_CUSTOMER_MISMATCH'],
                [invoices.some(({ terms }) => terms.currency !== currency), 'PAYMENT_CURRENCY_MISMATCH'],
                ...invoices.map(unpayable),
                [excess, 'VALIDATION_FAILED'],
                [
                    invoices.some((invoice, index) => (given[index] ?? 0n) > balanceOf(invoice)),
                    'PAYMENT_EXCEEDS_BALANCE'
                ]),
            apply: (answer) => record(model, answer, invoices,
                {
                    kind: 'payment', amount, purse: `${customer} ${currency}`, currency, paid, credit: left,
                    method: 'blik'
                })
        };
    });
}

/** Pays an invoice from credit; null leaves the amount to the service. */
export function applyCredit(wish: About & { readonly amount: Amount | null }): Command {
    return command('apply credit', wish, (model) => {
        const invoice = pick(model.documents, wish.of, (document) =>
            isPayable(document) && creditOf(model, purseOf(document)) > 0n);
        if (invoice === undefined) return undefined;
        const [balance, credit] = [balanceOf(invoice), creditOf(model, purseOf(invoice))];
        const amount = wish.amount === null ? least(balance, credit) : amountOf(least(balance, credit), wish.amount);
        return {
            method: 'POST', url: `/invoices/${invoice.id}/apply-credit`, of: invoice, status: 201,
            ...(wish.amount === null ? {} : { body: { amount: moneyOf(invoice, amount) } }),
            refusal: refusedFor(stale(wish), unpayable(invoice), [balance === 0n, 'ALREADY_SETTLED'],
                [amount > balance, 'PAYMENT_EXCEEDS_BALANCE'],
                [credit === 0n || amount > credit, 'CREDIT_INSUFFICIENT']),
            apply: (answer) => record(model, answer, [invoice], {
                kind: 'credit_use', amount, ...inItsCurrency(invoice),
                paid: new Map([[invoice, amount]]), credit: -amount
            })
        };
    });
}

/** A refund of a part of a customer's credit. */
export type RefundWish = About & {
    readonly amount: Amount;
    /** Asked by the contact's own address, in the currency given; null asks by the address of an invoice. */
    readonly contact: string | null;
    readonly currency: Currency | null;
};

/** Gives credit back. */
export function refund(wish: RefundWish): Command {
    return command('refund', wish, (model) => {
        const invoice = wish.contact === null
            ? pick(model.documents, wish.of, (document) => creditOf(model, purseOf(document)) > 0n) : undefined;
        if (invoice === undefined && wish.contact === null) return undefined;
        const currency = invoice?.terms.currency ?? wish.currency ?? 'PLN';
        const purse: Purse = invoice === undefined ? `${wish.contact} ${currency}` : purseOf(invoice);
        const amount = amountOf(creditOf(model, purse), wish.amount);
        return {
            method: 'POST',
            url: invoice === undefined ? `/customers/${wish.contact}/refunds` : `/invoices/${invoice.id}/refunds`,
            status: 201, body: {
                amount: money(amount, currency), paymentMethod: 'bank_transfer',
                ...(invoice === undefined && wish.currency !== null ? { currency } : {})
            },
            ...(invoice === undefined ? {} : { of: invoice }),
            refusal: refusedFor([invoice !== undefined && stale(wish)[0], 'PRECONDITION_FAILED'],
                [amount > creditOf(model, purse), 'CREDIT_INSUFFICIENT']),
            apply: (answer) => record(model, answer, invoice === undefined ? [] : [invoice],
                { kind: 'refund', amount, purse, currency, credit: -amount })
        };
    });
}

/** Writes off the balance of an invoice. */
export function writeOff(wish: About): Command {
    return command('write off', wish, (model) => {
        const invoice = pick(model.documents, wish.of, (document) =>
            isPayable(document) && isResidue(document, balanceOf(document)));
        if (invoice === undefined) return undefined;
        const amount = balanceOf(invoice);
        return {
            method: 'POST', url: `/invoices/${invoice.id}/write-off`, body: { reason: 'Różnica groszowa' },
            of: invoice, status: 201, refusal: refusedFor(stale(wish), unpayable(invoice),
                [amount === 0n, 'ALREADY_SETTLED'], [!isResidue(invoice, amount), 'WRITE_OFF_TOO_LARGE']),
            apply: (answer) => record(model, answer, [invoice],
                { kind: 'write_off', amount, ...inItsCurrency(invoice), credited: new Map([[invoice, amount]]) })
        };
    });
}

const currencyIn = (purse: Purse): Currency => purse.slice(-3) as Currency;

/** Reverses a settlement. */
export function reverse(wish: About): Command {
    return command('reverse', wish, (model) => {
        const named = model.settlements.filter(({ id }) => id !== null);
        const settlement = pick(named, wish.of, ({ kind, reversed }) => kind !== 'reversal' && !reversed);
        if (settlement === undefined) return undefined;
        const held = new Map([...settlement.paid].map(([invoice, amount]) => [invoice, least(amount, invoice.paid)]));
        // Money that an invoice no longer holds was released to the credit.
        const fromCredit = settlement.credit + sum([...settlement.paid].map(([invoice, amount]) =>
            (invoice.type === 'proforma' ? 0n : amount - (held.get(invoice) ?? 0n))));
        const writtenOff = [...settlement.credited];
        const movesNothing = fromCredit === 0n
            && [...held.values(), ...settlement.credited.values()].every((amount) => amount === 0n);
        const negated = (amounts: ReadonlyMap<Document, bigint>) =>
            new Map([...amounts].map(([invoice, amount]) => [invoice, -amount]));
        return {
            method: 'POST', url: `/payments/${settlement.id}/reversal`,
            body: { reason: 'Przelew cofnięty' }, status: 201,
            refusal: refusedFor(
                [settlement.kind === 'reversal', 'PAYMENT_NOT_REVERSIBLE'],
                [settlement.reversed, 'PAYMENT_ALREADY_REVERSED'],
                [isDocumented(model, settlement), 'PAYMENT_NOT_REVERSIBLE'],
                [writtenOff.some(([{ status }]) => status === 'cancelled'), 'INVOICE_CANCELLED'],
                [writtenOff.some(([invoice, amount]) => amount > invoice.writtenOff), 'PAYMENT_NOT_REVERSIBLE'],
                [fromCredit > creditOf(model, settlement.purse), 'CREDIT_ALREADY_USED'],
                [movesNothing, 'PAYMENT_NOT_REVERSIBLE']),
            apply: (answer) => {
                settlement.reversed = true;
                const touched = [...new Set([...settlement.paid].concat(writtenOff)
                    .filter(([, amount]) => amount !== 0n).map(([invoice]) => invoice))];
                record(model, answer, touched.sort((left, right) => (left.id < right.id ? -1 : 1)), {
                    kind: 'reversal', amount: settlement.amount, purse: settlement.purse,
                    currency: currencyIn(settlement.purse), paid: negated(held),
                    credited: negated(settlement.credited), credit: -fromCredit
                });
            }
        };
    });
}
