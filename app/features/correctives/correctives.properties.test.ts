import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { roundedByHand } from '../../../test/support/rounded-by-hand.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { exampleDraft, exampleOrganisation } from '../../domain/invoices/invoice.example.ts';
import { newDraft } from '../../domain/invoices/draft.ts';
import { exchangedVatOf, inBothCurrencies } from '../../domain/invoices/exchange.ts';
import { issue } from '../../domain/invoices/issue.ts';
import { balanceOf, type Invoice, type InvoiceLine } from '../../domain/invoices/invoice.ts';
import { settle } from '../../domain/invoices/settle.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { oneMicros } from '../../foundation/money/decimal.ts';
import { minorToMicros, roundLinePrice, roundPercentDiscount } from '../../foundation/money/rounding.ts';
import { vatOf, vatRateText } from '../../foundation/money/vat.ts';
import type { Settlement } from '../payments/settlement.ts';
import { breakDownLines, sumAmounts, type Amounts } from '../../domain/totals/vat-breakdown.ts';
import { correctedState, noCorrections, type Corrections } from './corrected-state.ts';
import { everything, type Changes, type ItemCorrection } from './correction-input.ts';
import { newCorrective } from './corrective.ts';
import { settleCorrective } from './settle-corrective.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';

/*
 * The invariant of correctives over random invoices and random chains of corrections: an original plus its correctives
 * is the corrected state, to the cent, of each line, of each rate and in total; nothing falls below zero; what is
 * credited and released adds up.
 */

const runs = { numRuns: 500 };
const now = new Date('2026-11-23T10:15:00.000Z');
const today = '2026-11-23';

const unitPriceMicros = fc.oneof(
    fc.constantFrom(0n, 5_000n, 10_000n, 333_333n, oneMicros, 10n * oneMicros),
    fc.bigInt({ min: 0n, max: 100_000n }).map((hundredths) => hundredths * 10_000n),
    fc.bigInt({ min: 0n, max: 10n ** 10n })
);
const quantityMicros = fc.oneof(
    fc.constantFrom(oneMicros, 2n * oneMicros, 3n * oneMicros, 500_000n), fc.bigInt({ min: 1n, max: 10n ** 9n }));
const percentMicros = fc.oneof(
    fc.constantFrom(0n, 0n, 0n, 100n * oneMicros, 50n * oneMicros), fc.bigInt({ min: 0n, max: 100n * oneMicros }));
const rate = fc.constantFrom('23', '23', '8', '5', '0', 'zw', 'np', 'oo');
/** A part of what is left, in eighths. */
const eighths = fc.constantFrom(0n, 0n, 1n, 3n, 8n);

type Priced = Pick<DraftLine, 'unitPriceMicros' | 'quantityMicros' | 'priceBaseQuantityMicros' | 'discountPercentMicros'
    | 'discountAmountMinor' | 'vat'>;

function lineOf(decimals: number): fc.Arbitrary<Priced> {
    return fc.record({
        unitPriceMicros, quantityMicros, priceBaseQuantityMicros: fc.constantFrom(oneMicros, oneMicros, 24_500_000n),
        discountPercentMicros: percentMicros, rate, eighths
    }).map(({ rate: given, eighths: part, ...line }) => {
        const priceMinor = roundLinePrice(line, decimals);
        const discountedMinor = priceMinor - roundPercentDiscount(priceMinor, line.discountPercentMicros);
        return { ...line, vat: vatOf({ rate: given }), discountAmountMinor: discountedMinor * part / 8n };
    });
}

const invoice: fc.Arbitrary<Invoice> = fc.constantFrom('PLN', 'JPY', 'KWD').chain((currency) => fc.record({
    pricesInclude: fc.constantFrom('net' as const, 'gross' as const),
    roundingModel: fc.constantFrom('per_rate' as const, 'per_line' as const),
    discountPercentMicros: percentMicros,
    eighths,
    lines: fc.array(lineOf(decimalsOf(currency)), { minLength: 1, maxLength: 8 })
}).map(({ roundingModel, lines, eighths: part, ...content }) => {
    const discountAmountMinor = discountedOf(lines, content.discountPercentMicros, decimalsOf(currency)) * part / 8n;
    return issuedOf(currency, roundingModel, { ...content, discountAmountMinor }, lines);
}));

/** Sum of the lines after their own discounts and a percentage of the document. */
function discountedOf(lines: readonly Priced[], percent: bigint, decimals: number): bigint {
    const sum = lines.reduce((total, line) => {
        const priceMinor = roundLinePrice(line, decimals);
        return total + priceMinor - roundPercentDiscount(priceMinor, line.discountPercentMicros)
            - line.discountAmountMinor;
    }, 0n);
    return sum - roundPercentDiscount(sum, percent);
}

function issuedOf(
    currency: string, roundingModel: Invoice['roundingModel'], content: Partial<Invoice>, lines: readonly Priced[]
): Invoice {
    const [template] = exampleDraft.lines;
    if (template === undefined) throw new Error('the example has no line');
    const organisation = { ...exampleOrganisation, roundingModel };
    const draft = newDraft({
        id: exampleDraft.id, organisation, createdBy: 'user-1', now,
        content: { ...exampleDraft, ...content, currency, buyer: { ...exampleDraft.buyer, nip: '1234563218' } },
        lines: lines.map((line, index) => ({ ...template, ...line, id: `line-${index}` }))
    });
    return {
        ...issue(draft, organisation, { today, now, keepPrices: true, priceMaxAgeHours: 24 }).invoice,
        number: 'FV/2026/11/0001', seriesId: 'vat_invoice-2026-11', seriesNumber: 1n
    };
}

/** A change of one line: its index and its new members. */
const change = fc.record({
    place: fc.nat(7),
    quantity: fc.option(fc.oneof(fc.constantFrom(0n, oneMicros), quantityMicros), { nil: undefined }),
    unitPriceNet: fc.option(unitPriceMicros, { nil: undefined }),
    vatRate: fc.option(rate, { nil: undefined }),
    discountPercent: fc.option(percentMicros, { nil: undefined }),
    description: fc.option(fc.constantFrom('Panele', 'Listwy'), { nil: undefined })
});
const step = fc.oneof({ weight: 4, arbitrary: fc.array(change, { minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constant('everything' as const) });
const steps = fc.array(step, { minLength: 1, maxLength: 6 });
type Step = 'everything' | readonly (Omit<{ [Key in keyof ItemCorrection]: ItemCorrection[Key] | undefined }, 'itemId'>
    & { readonly place: number })[];

function changesOf(original: Invoice, wanted: Step): Changes {
    if (wanted === 'everything') return everything;
    const items = new Map(wanted.map(({ place, ...fields }) => {
        const itemId = `line-${place % original.lines.length}`;
        const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
        return [itemId, { itemId, ...given }];
    }));
    return linesOf([...items.values()]);
}

function linesOf(items: readonly ItemCorrection[]): Changes {
    return { ...everything, isFull: false, items };
}

/** The contents of correctives, as they are read from the database. */
function correctionsOf(correctives: readonly Invoice[]): Corrections {
    const newest = correctives.at(-1);
    if (newest === undefined) return noCorrections;
    const rows = correctives.flatMap(({ lines }) => lines).filter(({ correction }) => correction?.part === 'after');
    const lines = [...Map.groupBy(rows, ({ correction }) => correction?.lineId).values()].flatMap((states) => {
        const line = states.at(-1);
        return line === undefined ? [] : [{ line, steps: states.map(stepOf) }];
    });
    return { lines, data: newest, rates: new Map() };
}

function stepOf({ discountAmountMinor: amountMinor, totals: { priceMinor, discountMinor } }: InvoiceLine) {
    return { priceMinor, amountMinor, discountedMinor: priceMinor - discountMinor + amountMinor };
}

/** An original with its chain of correctives and all settlements. */
type Chain = {
    readonly original: Invoice; readonly correctives: readonly Invoice[]; readonly settlements: readonly Settlement[]
};

function correctOnce({ original, correctives, settlements }: Chain, changes: Changes): Chain {
    const made = newCorrective({
        organisation: exampleOrganisation, original, corrections: correctionsOf(correctives), changes, reason: 'Zwrot',
        notes: null,
        createdBy: 'user-1', today, now
    });
    const corrective = { ...made.invoice, number: `FK/${correctives.length + 1}` };
    const settled = settleCorrective(original, corrective, now);
    return {
        original: settled.original, correctives: [...correctives, corrective],
        settlements: [...settlements, ...settled.settlements]
    };
}

/** Applies the steps. A step that changes nothing, or that makes the invoice too large, is skipped. */
function follow(
    original: Invoice, wanted: readonly Step[], start: Chain = { original, correctives: [], settlements: [] }
): Chain {
    return followChanges(start, wanted.map((each) => changesOf(original, each)));
}

function followChanges(start: Chain, changes: readonly Changes[]): Chain {
    return changes.reduce<Chain>((chain, each) => {
        try {
            return correctOnce(chain, each);
        } catch (error) {
            if (error instanceof DomainError && error.code === 'CORRECTION_EMPTY') return chain;
            throw error;
        }
    }, start);
}

function stateOf({ original, correctives }: Chain): readonly InvoiceLine[] {
    return correctedState(original.lines, correctionsOf(correctives)).map(({ line }) => line);
}

function totalOf(lines: readonly InvoiceLine[]): Amounts {
    return sumAmounts(lines.map(({ totals }) => totals));
}

/** The breakdown as text by rate, without rates whose sums are zero. */
function byRate(lines: readonly InvoiceLine[]): Readonly<Record<string, string>> {
    return Object.fromEntries(breakDownLines(lines)
        .filter(({ netMinor, vatMinor }) => netMinor !== 0n || vatMinor !== 0n)
        .map(({ category, ratePercentMicros, netMinor, vatMinor, grossMinor }) =>
            [`${category} ${ratePercentMicros}`, `${netMinor} ${vatMinor} ${grossMinor}`]));
}

describe('an original plus its correctives', () => {
    test('is the corrected state in total and for each rate', () => {
        fc.assert(fc.property(invoice, steps, (original, wanted) => {
            const chain = follow(original, wanted);
            const rows = [...original.lines, ...chain.correctives.flatMap(({ lines }) => lines)];

            expect(totalOf(rows)).toEqual(totalOf(stateOf(chain)));
            expect(byRate(rows)).toEqual(byRate(stateOf(chain)));
            for (const { lines, netMinor, vatMinor, grossMinor } of chain.correctives) {
                expect({ netMinor, vatMinor, grossMinor }).toEqual(totalOf(lines));
            }
        }), runs);
    });

    test('is the corrected state of each line', () => {
        fc.assert(fc.property(invoice, steps, (original, wanted) => {
            const chain = follow(original, wanted);
            const rows = chain.correctives.flatMap(({ lines }) => lines);

            stateOf(chain).forEach((line, index) => {
                const own = original.lines[index];
                const parts = [...(own === undefined ? [] : [own]), ...rows.filter(({ correction }) =>
                    correction?.lineId === line.id)];
                expect(totalOf(parts)).toEqual(totalOf([line]));
            });
        }), runs);
    });

    test('with a full corrective at the end is nothing, in every line and rate', () => {
        fc.assert(fc.property(invoice, steps, (original, wanted) => {
            const chain = follow(original, [...wanted, 'everything']);

            expect(stateOf(chain).map((line) => totalOf([line])))
                .toEqual(original.lines.map(() => ({ netMinor: 0n, vatMinor: 0n, grossMinor: 0n })));
            expect(byRate([...original.lines, ...chain.correctives.flatMap(({ lines }) => lines)])).toEqual({});
            expect(balanceOf(chain.original)).toBe(0n);
        }), runs);
    });

    test('is never less than nothing, in any line', () => {
        fc.assert(fc.property(invoice, steps, (original, wanted) => {
            for (const { totals } of stateOf(follow(original, wanted))) {
                expect([
                    totals.netMinor, totals.vatMinor, totals.grossMinor, totals.discountMinor,
                    totals.documentDiscountMinor
                ].every((amount) => amount >= 0n)).toBe(true);
                expect(totals.netMinor + totals.vatMinor).toBe(totals.grossMinor);
            }
        }), runs);
    });
});

describe('an original in another currency plus its correctives, in the VAT currency', () => {
    const rateNanos = fc.oneof(
        fc.constantFrom(4_250_000_000n, 4_321_500_000n, 1n, 500_000_000n), fc.bigInt({ min: 1n, max: 10n ** 11n }));

    test('is the exchanged VAT of the corrected state, for each rate and in total', () => {
        fc.assert(fc.property(invoice, rateNanos, steps, (given, nanos, wanted) => {
            const original = inPeso(given, nanos);
            const chain = follow(original, wanted);
            const documents = [original, ...chain.correctives];
            const state = breakDownLines(stateOf(chain));
            const expected = state.map(({ category, ratePercentMicros, vatMinor }) => [
                `${category} ${ratePercentMicros}`,
                roundedByHand(vatMinor * nanos * 100n, 10n ** BigInt(decimalsOf(original.currency)) * 1_000_000_000n)
            ] as const).filter(([, minor]) => minor !== 0n);

            expect(exchangedByRate(documents)).toEqual(Object.fromEntries(expected));
            expect(documents.reduce((sum, { vatInVatCurrencyMinor }) => sum + (vatInVatCurrencyMinor ?? 0n), 0n))
                .toBe(expected.reduce((sum, [, minor]) => sum + minor, 0n));
        }), runs);
    });

    test('with a full corrective at the end is nothing, for each rate and in total', () => {
        fc.assert(fc.property(invoice, rateNanos, steps, (given, nanos, wanted) => {
            const original = inPeso(given, nanos);
            const documents = [original, ...follow(original, [...wanted, 'everything']).correctives];

            expect(exchangedByRate(documents)).toEqual({});
            expect(documents.reduce((sum, { vatInVatCurrencyMinor }) => sum + (vatInVatCurrencyMinor ?? 0n), 0n))
                .toBe(0n);
        }), runs);
    });

    /** The invoice of an organisation that declares VAT in another currency. */
    function inPeso(given: Invoice, nanos: bigint): Invoice {
        return inBothCurrencies(given, 'MXN', { rateNanos: nanos, date: '2026-11-20', source: 'manual' });
    }

    /** Sums of documents in the VAT currency, by rate, without rates whose sums are zero. */
    function exchangedByRate(documents: readonly Invoice[]): Readonly<Record<string, bigint>> {
        const sums = new Map<string, bigint>();
        for (const document of documents) {
            breakDownLines(document.lines).forEach(({ category, ratePercentMicros }, index) => {
                const key = `${category} ${ratePercentMicros}`;
                sums.set(key, (sums.get(key) ?? 0n) + (exchangedVatOf(document)?.rowsMinor[index] ?? 0n));
            });
        }
        return Object.fromEntries([...sums].filter(([, minor]) => minor !== 0n));
    }
});

describe('the corrected state', () => {
    test('has the VAT that an invoice of its amounts would have, for each rate or line, as worked out by hand', () => {
        fc.assert(fc.property(invoice, steps, (original, wanted) => {
            const state = stateOf(follow(original, wanted));
            const taxed = original.roundingModel === 'per_line'
                ? state.map(({ vat, totals }) => ({ ...totals, ...vat }))
                : breakDownLines(state);

            expect(taxed.map(({ vatMinor }) => vatMinor)).toEqual(taxed.map(
                ({ netMinor, grossMinor, ratePercentMicros }) => original.pricesInclude === 'net'
                ? roundedByHand(netMinor * ratePercentMicros, 100n * oneMicros)
                : roundedByHand(grossMinor * ratePercentMicros, 100n * oneMicros + ratePercentMicros)));
        }), runs);
    });

    test('keeps every amount when only texts are corrected, and the corrective shows no line but those', () => {
        fc.assert(fc.property(invoice, steps, fc.nat(7), (original, wanted, place) => {
            const before = follow(original, wanted);
            const itemId = `line-${place % original.lines.length}`;
            const after = correctOnce(before, linesOf([{ itemId, description: 'Nowy opis' }]));

            expect(stateOf(after).map(({ totals }) => totals)).toEqual(stateOf(before).map(({ totals }) => totals));
            expect(after.correctives.at(-1)?.lines.map(({ correction }) => correction))
                .toEqual([{ lineId: itemId, part: 'before' }, { lineId: itemId, part: 'after' }]);
        }), runs);
    });
});

describe('undoing', () => {
    const newLine = fc.record({ line: lineOf(2), at: fc.nat(3) });

    /** The inputs that a line was issued with. @param isWhole - True: its discount amount is named too. */
    const issuedInputs = (original: Invoice, line: InvoiceLine, isWhole: boolean): ItemCorrection => ({
        itemId: line.id, quantity: line.quantityMicros, unitPriceNet: line.unitPriceMicros,
        vatRate: vatRateText(line.vat), discountPercent: line.discountPercentMicros, description: line.description,
        ...(isWhole ? { discountAmount: minorToMicros(line.discountAmountMinor, decimalsOf(original.currency)) } : {})
    });

    test.each([true, false])('restores every amount of every line, rate and total (discount amount named: %s)',
        (isWhole) => {
            fc.assert(fc.property(invoice, steps, (original, wanted) => {
                const chain = follow(original, wanted);
                const undone = followChanges(chain,
                    [linesOf(original.lines.map((line) => issuedInputs(original, line, isWhole)))]);

                expect(stateOf(undone).map(({ totals }) => totals)).toEqual(original.lines.map(({ totals }) => totals));
                expect(balanceOf(undone.original)).toBe(balanceOf(original));
            }), runs);
        });

    test('takes back lines that were added, too', () => {
        fc.assert(fc.property(invoice, steps, fc.array(newLine, { minLength: 1, maxLength: 3 }),
            (original, wanted, added) => {
                const [template] = original.lines;
                if (template === undefined) throw new Error('no line');
                fc.pre(decimalsOf(original.currency) === 2);
                const newLines = added.map(({ line, at }, index) =>
                    ({ ...template, ...line, id: `new-${index}-${at}` }));
                const chain = followChanges({ original, correctives: [], settlements: [] },
                    [{ ...everything, isFull: false, newLines }]);
                const undone = followChanges(follow(original, wanted, chain), [linesOf([
                    ...original.lines.map((line) => issuedInputs(original, line, true)),
                    ...newLines.map(({ id: itemId }) => ({ itemId, quantity: 0n }))
                ])]);

                expect(stateOf(chain).length).toBe(original.lines.length + newLines.length);
                expect(stateOf(undone).slice(0, original.lines.length).map(({ totals }) => totals))
                    .toEqual(original.lines.map(({ totals }) => totals));
                expect(totalOf(stateOf(undone))).toEqual(totalOf(original.lines));
            }), runs);
    });
});

test('without a discount amount of the document, every state is that of an invoice made right from the start', () => {
    fc.assert(fc.property(invoice, steps, (given, wanted) => {
        const original = issuedOf(given.currency, given.roundingModel,
            { pricesInclude: given.pricesInclude, discountPercentMicros: given.discountPercentMicros }, given.lines);
        const state = stateOf(follow(original, wanted));
        const started = newDraft({
            id: original.id, organisation: { ...exampleOrganisation, roundingModel: original.roundingModel },
            createdBy: 'user-1', now, content: original, lines: state
        });

        expect(state.map(({ totals }) => totals)).toEqual(started.lines.map(({ totals }) => totals));
    }), runs);
});

test('lines that are not named keep their net, unless they share the VAT of a rate where something changed', () => {
    fc.assert(fc.property(invoice, change, (original, wanted) => {
        const changes = changesOf(original, [wanted]);
        const chain = follow(original, [[wanted]]);
        const named = changes.items.map(({ itemId }) => itemId);

        stateOf(chain).forEach((line, index) => {
            const before = original.lines[index];
            if (before === undefined || named.includes(line.id)) return;
            const taxable = original.pricesInclude === 'net' ? 'netMinor' as const : 'grossMinor' as const;
            // The percentage of the whole is rounded anew, and its spread may move by the unit of each rounding.
            const moved = line.totals[taxable] - before.totals[taxable];
            expect(original.discountPercentMicros === 0n ? moved === 0n : moved >= -2n && moved <= 2n).toBe(true);
            const difference = line.totals.vatMinor - before.totals.vatMinor;
            expect(difference >= -1n && difference <= 1n).toBe(true);
        });
    }), runs);
});

describe('what a chain of correctives settles', () => {
    const paidAndWrittenOff = fc.record({ paid: fc.constantFrom(0n, 3n, 8n), writtenOff: fc.constantFrom(0n, 0n, 1n) });

    test('adds up for original, correctives and credit, and the original is never paid beyond what it comes to', () => {
        fc.assert(fc.property(invoice, steps, paidAndWrittenOff, (original, wanted, { paid, writtenOff }) => {
            const paidMinor = original.grossMinor * paid / 8n;
            const writtenOffMinor = paidMinor + writtenOff <= original.grossMinor ? writtenOff : 0n;
            const settled = settle(original, { paidMinor, creditedMinor: writtenOffMinor }, now);
            const { original: after, correctives, settlements } = follow(settled, wanted);
            const entries = settlements.flatMap(({ entries: own }) => own);
            const sumOf = (account: string, invoiceId?: string): bigint => entries
                .filter((entry) => entry.account === account
                    && (invoiceId === undefined || (entry.account !== 'credit' && entry.invoiceId === invoiceId)))
                .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

            expect(after.paidMinor).toBe(paidMinor + sumOf('paid', original.id));
            expect(after.creditedMinor).toBe(writtenOffMinor + sumOf('credited', original.id));
            expect(correctives.map(({ id }) => sumOf('credited', id)))
                .toEqual(correctives.map(({ creditedMinor }) => creditedMinor));
            expect(correctives.map(balanceOf)).toEqual(correctives.map(() => 0n));
            // Money is neither made nor lost: the amount that leaves the invoice becomes the customer's credit.
            expect(sumOf('credit')).toBe(-sumOf('paid'));
            expect(balanceOf(after) >= 0n && after.paidMinor >= 0n).toBe(true);
            expect(entries.every(({ amountMinor }) => amountMinor !== 0n)).toBe(true);
        }), runs);
    });
});
