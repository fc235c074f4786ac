import fc from 'fast-check';
import { advance } from './advancing.ts';
import type { Amount } from './amount.ts';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { cancel, correct, type Change } from './correcting.ts';
import { convert, createDraft, createIssued, deleteDraft, editDraft, issue, send } from './drafting.ts';
import { decimalsOf, rates, type Currency } from './money.ts';
import { applyCredit, markPaid, pay, payMany, refund, reverse, writeOff } from './paying.ts';
import { passDays, replay } from './repeating.ts';
import type { Command, Manner, Pick } from './step.ts';
import type { Wording } from './wording.ts';

/** Few values beside arbitrary ones, so that ties, zeros, equal lines and small residues are common. */
const quantity = fc.oneof(
    fc.constantFrom(1_000n, 1_000n, 2_000n, 3_000n, 500n, 333n, 1n), fc.bigInt({ min: 1n, max: 50_000n }));
const price = fc.oneof(
    fc.constantFrom(0n, 50n, 100n, 10_000n, 100_000n, 123_456n, 999_900n), fc.bigInt({ min: 0n, max: 5_000_000n }));
const rate = fc.constantFrom(...rates, '23' as const, '23' as const);
const description = fc.constantFrom('Montaż paneli', 'Listwa', "O'Hara; --", 'Próg 💩');
/** A discount: mostly none, seldom all. */
const discount = (all: bigint, ...some: readonly bigint[]) => fc.oneof({ withCrossShrink: true },
    { weight: 14, arbitrary: fc.constant(0n) }, { weight: 5, arbitrary: fc.constantFrom(...some) },
    { weight: 1, arbitrary: fc.constant(all) });
const percent = discount(10_000n, 1_000n, 3_333n);
const part = discount(8n, 1n, 3n);
const line = fc.record({ description, quantity, price, discountPercent: percent, eighths: part, rate });
const currencies = Object.keys(decimalsOf) as Currency[];
const wording: fc.Arbitrary<Wording> = fc.record({
    currency: fc.constantFrom(...currencies, 'PLN' as const, 'PLN' as const),
    pricesInclude: fc.constantFrom('net', 'net', 'gross'), exchange: fc.constantFrom(null, '4.3215', '0.024137', '13'),
    lines: fc.array(line, { minLength: 1, maxLength: 4 }), percent, eighths: part
});

const fitting = fc.constantFrom(true, true, true, false);
const of: fc.Arbitrary<Pick> = fc.record({ nth: fc.nat(20), fit: fitting });
const ifMatch = fc.constantFrom('none', 'none', 'none', 'none', 'none', 'current', 'current', 'stale' as const);
const manner: fc.Arbitrary<Manner> = fc.record({ keyed: fc.constantFrom(true, false, false), ifMatch });
const plainly: Manner = { keyed: false, ifMatch: 'none' };
const contact = fc.constantFrom(...Array.from({ length: 7 }, () => contactId(1)), contactId(2));

const eighths = (...of_: readonly bigint[]): fc.Arbitrary<Amount> => fc.constantFrom(...of_)
    .map((part) => ({ eighths: part }));
const more = fc.constantFrom(1n, 100n, 12_345n).map((units): Amount => ({ more: units }));
const currency = fc.constantFrom(null, null, null, ...currencies);
const amount = fc.oneof({ weight: 3, arbitrary: eighths(1n, 3n, 7n) }, { weight: 2, arbitrary: eighths(8n) },
    { weight: 2, arbitrary: more });
const maybeAmount = fc.option(amount, { nil: null, freq: 1 });
const maybeDays = (...days: readonly number[]) => fc.constantFrom(null, null, null, ...days);

const change: fc.Arbitrary<Change> = fc.oneof(
    quantity.map((value): Change => ({ what: 'quantity', quantity: value })),
    fc.constant<Change>({ what: 'quantity', quantity: 0n }),
    price.map((value): Change => ({ what: 'price', price: value })),
    description.map((value): Change => ({ what: 'description', description: value })),
    rate.map((value): Change => ({ what: 'rate', rate: value })),
    percent.map((value): Change => ({ what: 'discountPercent', discountPercent: value })),
    part.map((value): Change => ({ what: 'discountAmount', eighths: value }))
);
const changes = fc.oneof({
    weight: 4, arbitrary: fc.array(fc.record({ nth: fc.nat(3), change }), { minLength: 1, maxLength: 3 })
}, { weight: 1, arbitrary: fc.constant([]) });

const draft = fc.record({
    type: fc.constantFrom('vat_invoice', 'vat_invoice', 'proforma' as const),
    contact: fc.option(contact, { nil: null, freq: 6 }), wording, manner
});

/** Beginning of each life, so that commands find something: a document or two, issued and sent or not. */
export const anyBeginning: fc.Arbitrary<readonly Command[]> = fc.array(
    fc.tuple(draft, fc.constantFrom('issued', 'issued', 'sent', 'draft')), { minLength: 1, maxLength: 3 })
    .map((documents) => documents.flatMap(([wish, state], nth) => [
        createDraft(wish), ...state === 'draft' ? [] : [state === 'issued'
            ? issue({ of: { nth, fit: false }, days: null, byClerk: false, manner: plainly })
            : send({ of: { nth, fit: false }, manner: plainly })]
    ]));

/** A rounding model, `per_rate` twice as often. */
export const anyRounding = fc.constantFrom('per_rate', 'per_rate', 'per_line');

/** Weight of each command; a list of commands takes them in proportion. */
const weights: readonly (readonly [number, fc.Arbitrary<Command>])[] = [
    [3, draft.map(createDraft)],
    [2, draft.map(createIssued)],
    [1, fc.record({ of, wording: fc.option(wording, { nil: null }), manner }).map(editDraft)],
    [1, fc.record({ of, manner }).map(deleteDraft)],
    [3, fc.record({ of, days: maybeDays(-3, -30, 0, 3), byClerk: fc.constantFrom(false, false, true), manner })
        .map(issue)],
    [3, fc.record({ of, manner }).map(send)],
    [2, fc.record(
        { of, createCorrective: fc.constantFrom(null, null, false, true, true), days: maybeDays(0, 1, -5), manner }
    ).map(cancel)],
    [2, fc.record({ of, manner }).map(convert)],
    [3, fc.record({
        of, amount, days: fc.constantFrom(0, 0, -1, -20), manner,
        nthPayment: fc.option(fc.nat(3), { nil: null, freq: 2 })
    }).map(advance)],
    [4, fc.record({
        of, changes, manner, undoes: fc.constantFrom(false, false, false, true),
        customer: fc.constantFrom(null, null, null, 'Anna Przykładowa', 'Ewa Nowa'),
        added: fc.array(fc.record({
            description, quantity, price, discountPercent: percent, discountAmount: fc.constant(0n), rate
        }), { maxLength: 1 })
    }).map(correct)],
    [3, fc.record({ of, amount, manner }).map(pay)],
    [2, fc.record({
        of: fc.array(of, { maxLength: 2 }), given: fc.tuple(maybeAmount, fc.option(amount, { nil: null, freq: 1 })),
        amount, contact, names: fc.boolean(), currency, manner
    }).map(payMany)],
    [2, fc.record({ of, amount: maybeAmount, manner }).map(applyCredit)],
    [1, fc.record({ of, amount, contact: fc.option(contact, { nil: null, freq: 1 }), currency, manner }).map(refund)],
    [2, fc.record({ of, manner }).map(reverse)],
    [1, fc.record({ of, manner }).map(writeOff)],
    [3, fc.record({
        of, amount: maybeAmount, manner, reference: fc.constantFrom(null, 'TXN 1', 'TXN 1', 'TXN 2'),
        again: fc.constantFrom(true, false, false)
    }).map(markPaid)],
    [1, fc.record({ altered: fc.constantFrom(false, false, true) }).map(replay)],
    [1, fc.constantFrom(1, 7, 8, 20, 40).map(passDays)]
];

/** Every command, as often as its weight says. */
export const anyCommands: fc.Arbitrary<Command>[] = weights.flatMap(([weight, arbitrary]) =>
    Array.from({ length: weight }, () => arbitrary));
