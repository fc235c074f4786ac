import {
    compare, equal, fractionOf, minus, over, plus, times, toNearest, unitsIn, whole, type Fraction
} from './fraction.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- reads a JSON answer as any stranger would */

/**
 * Recomputes a document from the JSON of its explanation alone, with arithmetic of its own, and compares every figure
 * with the answer's. Only the inputs that no other figure leads to are trusted: prices, quantities, discounts, rates,
 * paid and credited amounts.
 * @param earlier - For a corrective in a foreign currency: the explanations of the invoice and of its earlier
 *     correctives, with the VAT before it.
 * @returns Figures that do not follow, in words; empty when every cent does.
 */
export function recomputeExplanation(explanation: any, earlier: readonly any[] = []): readonly string[] {
    const faults: string[] = [];
    const reader = openReader(faults, fractionOf(explanation.minorUnit));
    if (explanation.exchange !== null)
        exchanged(openReader(faults, fractionOf(explanation.exchange.minorUnit)), explanation, earlier);
    if (explanation.correction !== null) {
        corrected(reader, explanation);
        return faults;
    }
    const isNet = explanation.pricesInclude === 'net';
    const isPerRate = explanation.roundingModel === 'per_rate';
    const lines: any[] = explanation.lines;

    const amounts = lines.map((line) => lineAmount(reader, line));
    const sumOfLines = sum(amounts);
    const discount = documentDiscount(reader, explanation.documentDiscount, sumOfLines);
    const shares = shareOut(discount, amounts.map((amount) =>
        (discount.top === 0n ? whole(0n) : over(times(discount, amount), sumOfLines))), lines, reader.unit);
    reader.expectNumber(
        'documentDiscount.unitsLeftOver', explanation.documentDiscount.unitsLeftOver, shares.unitsLeftOver);

    const taxable = lines.map((line, index) => {
        const step = reader.step(line, 'documentDiscountShare', 'document_discount_share');
        reader.inputs(step, { documentDiscount: discount, lineAmount: amounts[index], sumOfLines });
        reader.share(step, shares, index);
        const amount = minus(at(amounts, index), at(shares.results, index));
        const taxed = reader.step(line, 'taxableAmount', 'taxable_amount');
        reader.inputs(taxed, { lineAmount: amounts[index], documentDiscountShare: shares.results[index] });
        reader.plain(taxed, amount);
        return amount;
    });

    const vats: Fraction[] = lines.map(() => whole(0n));
    const seen = new Set<number>();
    for (const row of explanation.vatBreakdown) {
        const indexes: number[] = row.lineNumbers.map((number: number) => number - 1);
        indexes.forEach((index) => {
            if (seen.has(index) || lines[index]?.vatCategory !== row.vatCategory
                || lines[index]?.vatRate !== row.vatRate
                || lines[index]?.vatWord !== row.vatWord) faults.push(`line ${index + 1} stands in a wrong row`);
            seen.add(index);
        });
        vatOfRow(reader, row, indexes, { lines, taxable, vats, isNet, isPerRate });
    }
    if (seen.size !== lines.length) faults.push('a line stands in no row of the breakdown');

    lines.forEach((line, index) => { lineTotals(reader, line, {
        taxable: at(taxable, index), vat: at(vats, index), share: at(shares.results, index),
        amount: at(amounts, index), isNet
    }); });
    totals(reader, explanation);
    settlement(reader, explanation);
    return faults;
}

/** Recomputes a corrective: before and after of each pair add up to the pair, and pairs and rates to the totals. */
function corrected(reader: Reader, { correction, vatBreakdown, totals: total, settlement: settled }: any): void {
    const of = (rows: any[], name: string): Fraction => sum(rows.map((row) => fractionOf(row[name])));
    for (const pair of correction.pairs) {
        for (const name of ['net', 'vat']) {
            const [before, after] = [fractionOf(pair.before[name]), fractionOf(pair.after[name])];
            const step = reader.step(pair, name, 'pair_difference');
            reader.inputs(step, { before, after });
            reader.expect(`pair ${name}`, pair[name], reader.plain(step, plus(before, after)));
        }
        reader.expect('before', pair.before.gross, plus(fractionOf(pair.before.net), fractionOf(pair.before.vat)));
        reader.expect('after', pair.after.gross, plus(fractionOf(pair.after.net), fractionOf(pair.after.vat)));
    }
    for (const row of [...correction.pairs, ...vatBreakdown]) {
        const [net, vat] = [ofLinesOf(reader, row, 'net'), ofLinesOf(reader, row, 'vat')];
        lastOf(reader, row, { net, vat, gross: plus(net, vat), isNet: true });
        reader.expectAll('row', row, lessAdvances(reader, row, { net, vat, gross: plus(net, vat) }));
    }
    for (const name of ['net', 'vat', 'gross']) {
        reader.expect(`pairs' ${name}`, total[name],
            minus(of(correction.pairs, name), sumOfAdvances(reader, vatBreakdown, name)));
        reader.expect(`rates' ${name}`, total[name], of(vatBreakdown, name));
    }
    settlement(reader, { settlement: settled, totals: total, matchesStored: true });
}

function lineAmount(reader: Reader, line: any): Fraction {
    pricePath(reader, line);
    const first = reader.step(line, 'linePrice', 'line_price');
    reader.believed(first, ['unitPrice', 'quantity', 'priceBaseQuantity']);
    if (first.inputs.unitPrice !== line.price.unitPrice || first.inputs.priceBaseQuantity
        !== line.price.priceBaseQuantity) reader.fault(line, 'the price is not the explained one');
    const price = reader.rounded(first, over(times(reader.input(first, 'unitPrice'), reader.input(first, 'quantity')),
        reader.input(first, 'priceBaseQuantity')));

    const percentStep = reader.step(line, 'percentDiscount', 'percent_discount');
    reader.inputs(percentStep, { amount: price, percent: reader.input(percentStep, 'percent') });
    const percentDiscount = reader.rounded(percentStep, over(
        times(price, reader.input(percentStep, 'percent')), whole(100n)));

    const amountStep = reader.step(line, 'lineAmount', 'line_amount');
    const discountAmount = reader.input(amountStep, 'discountAmount');
    reader.inputs(amountStep, { price, percentDiscount, discountAmount });
    reader.expect(`${line.lineNumber} price`, line.amounts.price, price);
    reader.expect(`${line.lineNumber} discount`, line.amounts.discount, plus(percentDiscount, discountAmount));
    return reader.plain(amountStep, minus(minus(price, percentDiscount), discountAmount));
}

const priceRules: Readonly<Record<string, (read: (name: string) => Fraction) => Fraction>> = {
    selling_unit_price: (read) => times(read('basePrice'), read('unitsPerSellingUnit')),
    net_unit_price: (read) => read('netPrice'),
    gross_unit_price: (read) => over(times(read('netPrice'), plus(whole(100n), read('vatRate'))), whole(100n)),
    to_minor_unit: (read) => read('amount'),
    unit_price_of_total: (read) => over(read('total'), read('quantity')),
    price_base_quantity: (read) => read('total'),
    line_price: (read) => over(times(read('unitPrice'), read('quantity')), read('priceBaseQuantity')),
    vat_on_net: (read) => over(times(read('net'), read('vatRate')), whole(100n)),
    gross_of_net: (read) => plus(read('net'), read('vat'))
};
const unitPriceRules = [
    'selling_unit_price', 'net_unit_price', 'gross_unit_price', 'unit_price_of_total', 'price_base_quantity'
];
const millionth: Fraction = { top: 1n, bottom: 1_000_000n };

/**
 * Recomputes the path from an upstream's net price to the line's price: each step from its inputs, the first from the
 * net price, the last one the line's.
 */
function pricePath(reader: Reader, line: any): void {
    const { steps, source, agrees } = line.price;
    const results = new Map<string, Fraction>();
    for (const step of steps) {
        const value = priceRules[step.rule]?.((name) => reader.input(step, name));
        if (value === undefined) throw new Error(`a price has the rule ${step.rule}`);
        results.set(step.step, reader.rounded(
            step, value, unitPriceRules.includes(step.rule) ? millionth : reader.unit));
    }
    const sold = results.get('sellingUnitPrice');
    if (sold !== undefined && !equal(sold, fractionOf(source.netPrice)))
        reader.fault(line.price, 'sells at another price');
    if (steps.length > 0) {
        const { netPrice, total, amount } = steps[sold === undefined ? 0 : 1].inputs;
        if (!equal(fractionOf(netPrice ?? total ?? amount), fractionOf(source.netPrice)))
            reader.fault(line.price, 'starts elsewhere');
        if (agrees === true) endOfPricePath(reader, line.price, results);
    }
}

function endOfPricePath(reader: Reader, price: any, results: ReadonlyMap<string, Fraction>): void {
    const none = whole(-1n);
    const [agreed, ofAll] = [results.get('agreedTotal'), results.get('priceOfAllUnits')];
    const isMissed = agreed !== undefined && !equal(agreed, results.get('totalOfUnitPrice') ?? none);
    if (isMissed !== (ofAll !== undefined)) reader.fault(price, 'chose the wrong way');
    if (!equal(fractionOf(price.unitPrice), ofAll ?? results.get('unitPrice') ?? none))
        reader.fault(price, 'does not follow from its steps');
    if (!isMissed && !equal(fractionOf(price.priceBaseQuantity), whole(1n)))
        reader.fault(price, 'has a base quantity without a reason');
}

function documentDiscount(reader: Reader, explained: any, sumOfLines: Fraction): Fraction {
    reader.plain(reader.step(explained, 'sumOfLines', 'sum_of_lines'), sumOfLines);
    const percentStep = reader.step(explained, 'percentDiscount', 'percent_discount');
    const percent = reader.input(percentStep, 'percent');
    reader.inputs(percentStep, { amount: sumOfLines, percent });
    const percentDiscount = reader.rounded(percentStep, over(times(sumOfLines, percent), whole(100n)));
    const total = reader.step(explained, 'documentDiscount', 'document_discount');
    const discountAmount = reader.input(total, 'discountAmount');
    reader.inputs(total, { percentDiscount, discountAmount });
    const discount = reader.plain(total, plus(percentDiscount, discountAmount));
    reader.expect('documentDiscount.amount', explained.amount, discount);
    return discount;
}

type Taxed = {
    readonly lines: any[]; readonly taxable: readonly Fraction[]; readonly vats: Fraction[]; readonly isNet: boolean;
    readonly isPerRate: boolean
};

function vatOfRow(
    reader: Reader, row: any, indexes: readonly number[], { lines, taxable, vats, isNet, isPerRate }: Taxed
): void {
    const rate = fractionOf(row.vatRate);
    const exactVat = (amount: Fraction): Fraction =>
        over(times(amount, rate), isNet ? whole(100n) : plus(whole(100n), rate));
    const sumOfRate = sum(indexes.map((index) => at(taxable, index)));
    reader.plain(reader.step(row, 'sumOfRate', 'sum_of_rate'), sumOfRate);
    const steps = indexes.map((index) =>
        reader.step(lines[index], 'vat', `vat_${isPerRate ? 'share_' : ''}${isNet ? 'on_net' : 'in_gross'}`));
    steps.forEach((step, place) => {
        reader.inputs(step, { [isNet ? 'net' : 'gross']: taxable[at(indexes, place)], vatRate: rate });
    });

    let vat: Fraction;
    if (isPerRate) {
        const rowStep = reader.step(row, 'vat', isNet ? 'vat_on_net' : 'vat_in_gross');
        reader.inputs(rowStep, { [isNet ? 'net' : 'gross']: sumOfRate, vatRate: rate });
        vat = reader.rounded(rowStep, exactVat(sumOfRate));
        const shares = shareOut(vat, indexes.map((index) => exactVat(at(taxable, index))),
            indexes.map((index) => lines[index]), reader.unit);
        steps.forEach((step, place) => { reader.share(step, shares, place); });
        indexes.forEach((index, place) => { vats[index] = at(shares.results, place); });
        reader.expectNumber('unitsLeftOver', row.unitsLeftOver, shares.unitsLeftOver);
    } else {
        indexes.forEach(
            (index, place) => { vats[index] = reader.rounded(at(steps, place), exactVat(at(taxable, index))); });
        vat = reader.plain(reader.step(row, 'vat', 'sum_of_line_vat'), sum(indexes.map((index) => at(vats, index))));
        if (row.unitsLeftOver !== null) reader.fault(row, 'shares nothing, but has units left over');
    }
    const [net, gross] = isNet ? [sumOfRate, plus(sumOfRate, vat)] : [minus(sumOfRate, vat), sumOfRate];
    lastOf(reader, row, { net, vat, gross, isNet });
    reader.expectAll(`row ${row.vatCategory} ${row.vatRate}`, row, lessAdvances(reader, row, { net, vat, gross }));
}

type Sums = { readonly net: Fraction; readonly vat: Fraction; readonly gross: Fraction };

/** The step in which advances are taken off the sums of a rate; undefined where nothing is. */
function advanceStep(reader: Reader, row: any, name: string): any {
    return row.steps.some(({ rule }: any) => rule === 'less_advances')
        ? reader.step(row, `${name}LessAdvances`, 'less_advances') : undefined;
}

/** Takes advances off the sums of a rate. Only the amounts of the advances are trusted. */
function lessAdvances(reader: Reader, row: any, ofLines: Sums): Sums {
    const left = (name: keyof Sums): Fraction => {
        const step = advanceStep(reader, row, name);
        if (step === undefined) return ofLines[name];
        const ofAdvances = reader.input(step, 'ofAdvances');
        reader.inputs(step, { ofLines: ofLines[name], ofAdvances });
        return reader.plain(step, minus(ofLines[name], ofAdvances));
    };
    const [net, vat] = [left('net'), left('vat')];
    if (!equal(left('gross'), plus(net, vat))) reader.fault(row, 'has a gross amount that is not net and VAT');
    return { net, vat, gross: left('gross') };
}

/** The sum of the lines of a row, before its advances. */
function ofLinesOf(reader: Reader, row: any, name: string): Fraction {
    const step = advanceStep(reader, row, name);
    return step === undefined ? fractionOf(row[name]) : reader.input(step, 'ofLines');
}

function sumOfAdvances(reader: Reader, rows: readonly any[], name: string): Fraction {
    return sum(rows.map((row) => advanceStep(reader, row, name)).filter((step) => step !== undefined)
        .map((step) => reader.input(step, 'ofAdvances')));
}

function lineTotals(reader: Reader, line: any, { taxable, vat, share, amount, isNet }: {
    taxable: Fraction; vat: Fraction; share: Fraction; amount: Fraction; isNet: boolean
}): void {
    const [net, gross] = isNet ? [taxable, plus(taxable, vat)] : [minus(taxable, vat), taxable];
    lastOf(reader, line, { net, vat, gross, isNet });
    reader.expectAll(`line ${line.lineNumber}`, line.amounts, { net, vat, gross, documentDiscount: share });
    reader.expect(`line ${line.lineNumber} amount`, line.steps[2].result, amount);
}

function lastOf(
    reader: Reader, of: any,
    { net, vat, gross, isNet }: { net: Fraction; vat: Fraction; gross: Fraction; isNet: boolean }
): void {
    const step = isNet ? reader.step(of, 'gross', 'gross_of_net') : reader.step(of, 'net', 'net_of_gross');
    reader.inputs(step, isNet ? { net, vat } : { gross, vat });
    reader.plain(step, isNet ? gross : net);
}

function totals(reader: Reader, { totals: explained, vatBreakdown, lines }: any): void {
    const of = (rows: any[], name: string): Fraction => sum(rows.map((row) => fractionOf(row[name])));
    const [net, vat] = [of(vatBreakdown, 'net'), of(vatBreakdown, 'vat')];
    const gross = plus(net, vat);
    reader.plain(reader.step(explained, 'totalNet', 'sum_of_net'), net);
    reader.plain(reader.step(explained, 'totalVAT', 'sum_of_vat'), vat);
    const last = reader.step(explained, 'totalGross', 'gross_of_net');
    reader.inputs(last, { net, vat });
    reader.plain(last, gross);
    reader.expectAll('totals', explained, { net, vat, gross });
    const ofLines = lines.map(({ amounts }: any) => amounts);
    const left = (name: string): Fraction => minus(of(ofLines, name), sumOfAdvances(reader, vatBreakdown, name));
    reader.expectAll('totals against lines', explained, { net: left('net'), vat: left('vat'), gross: left('gross') });
}

/**
 * Recomputes the VAT of each rate and tax point in the VAT currency, each rounded by itself, and their sum. Only the
 * exchange rates are trusted, and the document's own is that of its earliest tax point.
 */
function exchanged(reader: Reader, { exchange, vatBreakdown, correction }: any, earlier: readonly any[]): void {
    const [first] = exchange.rates.toSorted((left: any, right: any) =>
        (String(left.taxPoint) < String(right.taxPoint) ? -1 : Number(left.taxPoint !== right.taxPoint)));
    if (first?.exchangeRate !== exchange.exchangeRate) reader.fault(exchange, 'has the rate of another day');
    const isOfRate = (left: any, right: any): boolean => left.vatCategory === right.vatCategory
        && left.vatRate === right.vatRate && left.vatWord === right.vatWord;
    for (const part of vatBreakdown) {
        const parts = exchange.rates.filter((row: any) => isOfRate(row, part));
        reader.expect('parts of a rate', part.vat, sum(parts.map((row: any) => fractionOf(row.vat))));
    }
    const rows = exchange.rates.map((row: any) => {
        const rate = fractionOf(row.exchangeRate);
        const ofState = (name: string, amount: Fraction): Fraction => {
            const step = reader.step(row, name, 'exchanged_vat');
            reader.inputs(step, { vat: amount, exchangeRate: rate });
            return reader.rounded(step, times(amount, rate));
        };
        const before = sum(earlier.flatMap((document) => document.exchange?.rates ?? [])
            .filter((other) => isOfRate(other, row) && other.taxPoint === row.taxPoint)
            .map((other) => fractionOf(other.vat)));
        const result = correction === null ? ofState('vatInVatCurrency', fractionOf(row.vat))
            : exchangedDifference(reader, row, { before, change: fractionOf(row.vat), ofState });
        reader.expectAll('exchanged rate', row, { vat: fractionOf(row.vat), vatInVatCurrency: result });
        return result;
    });
    const total = reader.plain(reader.step(exchange, 'totalVATInVatCurrency', 'sum_of_exchanged_vat'), sum(rows));
    reader.expect('totalVATInVatCurrency', exchange.totalVATInVatCurrency, total);
}

type ChangedState = {
    readonly before: Fraction; readonly change: Fraction; readonly ofState: (name: string, amount: Fraction) => Fraction
};

/**
 * Recomputes a rate of a corrective: the VAT with it and the VAT before it, each exchanged and rounded; the difference
 * is the corrective's.
 */
function exchangedDifference(reader: Reader, row: any, { before: vatBefore, change, ofState }: ChangedState): Fraction {
    const state = reader.step(row, 'vatAfter', 'corrected_vat');
    reader.inputs(state, { vatBefore, vat: change });
    const vatAfter = reader.plain(state, plus(vatBefore, change));
    const [before, after] = [ofState('vatBeforeInVatCurrency', vatBefore), ofState('vatAfterInVatCurrency', vatAfter)];
    const difference = reader.step(row, 'vatInVatCurrency', 'exchanged_difference');
    reader.inputs(difference, { before, after });
    return reader.plain(difference, minus(after, before));
}

function settlement(reader: Reader, { settlement: explained, totals: { gross }, matchesStored }: any): void {
    const balance = minus(minus(fractionOf(explained.totalGross), fractionOf(explained.paidAmount)), fractionOf(
        explained.creditedAmount));
    const step = reader.step(explained, 'balance', 'balance');
    reader.inputs(step, {
        totalGross: fractionOf(explained.totalGross), paidAmount: fractionOf(explained.paidAmount),
        creditedAmount: fractionOf(explained.creditedAmount)
    });
    reader.plain(step, balance);
    reader.expect('balance', explained.balance, balance);
    if (matchesStored === true) reader.expect('settled gross', explained.totalGross, fractionOf(gross));
}

type Shares = {
    readonly exact: readonly Fraction[]; readonly results: readonly Fraction[]; readonly down: readonly Fraction[];
    readonly order: readonly number[]; readonly unitsLeftOver: number
};

/** Shares by largest remainder, with ties decided by the content of the lines. */
function shareOut(total: Fraction, exact: readonly Fraction[], lines: readonly any[], unit: Fraction): Shares {
    const down = exact.map((part) => times(whole(unitsIn(part, unit)), unit));
    const left = exact.map((part, index) => minus(part, at(down, index)));
    const unitsLeftOver = Number(unitsIn(minus(total, sum(down)), unit));
    const order = left.map((_, index) => index).filter((index) => at(left, index).top !== 0n)
        .sort((a, b) => compare(at(left, b), at(left, a)) || compareContent(lines[a], lines[b]) || a - b);
    const extra = new Set(order.slice(0, unitsLeftOver));
    return { exact, down, order, unitsLeftOver, results: down.map((part, index) =>
        (extra.has(index) ? plus(part, unit) : part)) };
}

const contentOf = (line: any): readonly Fraction[] => {
    const of = (step: string, name: string): Fraction =>
        fractionOf(line.steps.find((one: any) => one.step === step).inputs[name]);
    return [
        of('linePrice', 'unitPrice'), of('linePrice', 'quantity'), of('linePrice', 'priceBaseQuantity'),
        of('percentDiscount', 'percent'), of('lineAmount', 'discountAmount'), fractionOf(line.vatRate),
        whole(BigInt(['S', 'Z', 'E', 'AE', 'K', 'G', 'O'].indexOf(line.vatCategory))),
        whole(line.vatWord === null ? 0n : 1n)
    ];
};

function compareContent(left: any, right: any): number {
    const [a, b] = [contentOf(left), contentOf(right)];
    return a.map((value, index) => compare(value, at(b, index))).find((order) => order !== 0) ?? 0;
}

type Reader = ReturnType<typeof openReader>;

/** Finds steps, reads their inputs, and notes each figure that differs from the expected one. */
function openReader(faults: string[], unit: Fraction) {
    const fault = (of: any, what: string): void => {
        faults.push(`${JSON.stringify(of).slice(0, 200)} ${what}`);
    };
    const direction = (exact: Fraction, result: Fraction): string =>
        equal(exact, result) ? 'exact' : (compare(result, exact) > 0) === (exact.top > 0n) ? 'up' : 'down';
    const settled = (step: any, exact: Fraction, result: Fraction): Fraction => {
        if (!equal(fractionOf(step.exact), exact)) fault(step, `is not exactly ${exact.top}/${exact.bottom}`);
        if (!equal(fractionOf(step.result), result)) fault(step, `does not come to ${result.top}/${result.bottom}`);
        if (step.rounding !== direction(exact, result)) fault(step, `is rounded ${direction(exact, result)}`);
        return result;
    };
    return {
        unit,
        fault,
        step: (of: any, name: string, rule: string): any => {
            const found = of.steps.find((step: any) => step.step === name);
            if (found?.rule !== rule) throw new Error(`${name} by ${rule} is missing from ${JSON.stringify(of)}`);
            return found;
        },
        input: (step: any, name: string): Fraction => fractionOf(step.inputs[name]),
        believed: (step: any, names: readonly string[]): void => {
            if (Object.keys(step.inputs).sort().join() !== [...names].sort().join()) fault(step, 'has other inputs');
        },
        inputs: (step: any, expected: Readonly<Record<string, Fraction | undefined>>): void => {
            if (Object.keys(step.inputs).sort().join() !== Object.keys(expected).sort().join())
                fault(step, 'has other inputs');
            for (const [name, value] of Object.entries(expected)) {
                if (value === undefined || !equal(fractionOf(step.inputs[name]), value))
                    fault(step, `has another ${name}`);
            }
        },
        rounded: (step: any, exact: Fraction, to: Fraction = unit): Fraction =>
            settled(step, exact, toNearest(exact, to)),
        plain: (step: any, value: Fraction): Fraction => settled(step, value, value),
        share: (step: any, { exact, down, order, unitsLeftOver, results }: Shares, index: number): void => {
            const place = order.indexOf(index);
            const { roundedDown, remainder, rank, extraUnit, reason } = step.allocation;
            settled(step, at(exact, index), at(results, index));
            if (!equal(fractionOf(roundedDown), at(down, index))) fault(step, 'is rounded down otherwise');
            if (!equal(fractionOf(remainder), minus(at(exact, index), at(down, index))))
                fault(step, 'has another remainder');
            if (rank !== (place < 0 ? null : place + 1)) fault(step, `has the rank ${place + 1}`);
            if (extraUnit !== (place >= 0 && place < unitsLeftOver)) fault(step, 'got its unit otherwise');
            if (extraUnit !== ['largest_remainder', 'won_tie'].includes(reason)
                || (reason === 'nothing_left_over') !== (place < 0)) fault(step, 'gives a wrong reason');
        },
        expect: (what: string, text: string, value: Fraction): void => {
            if (!equal(fractionOf(text), value)) faults.push(`${what} is ${text}, not ${value.top}/${value.bottom}`);
        },
        expectAll: (what: string, of: any, expected: Readonly<Record<string, Fraction>>): void => {
            for (const [name, value] of Object.entries(expected)) {
                if (!equal(fractionOf(of[name]), value))
                    faults.push(`${what}: ${name} is ${of[name]}, not ${value.top}/${value.bottom}`);
            }
        },
        expectNumber: (what: string, found: number, expected: number): void => {
            if (found !== expected) faults.push(`${what} is ${found}, not ${expected}`);
        }
    };
}

function sum(parts: readonly Fraction[]): Fraction {
    return parts.reduce(plus, whole(0n));
}

function at<Value>(list: readonly Value[], index: number): Value {
    const value = list[index];
    if (value === undefined) throw new RangeError(`there is no place ${index}`);
    return value;
}
