import { parseNanos } from '../../app/foundation/money/decimal.ts';
import type { Random } from '../crash/random.ts';
import { currencies, written, type Currency } from './book-currencies.ts';
import { accountOf, balance, RandomLedger, type Entry, type Living } from './random-ledger.ts';
import {
    countedOf, grossOf, sharesOfMoney, someShares, undatedPoints, type Amounts, type Point, type Share
} from './random-shares.ts';
import {
    movedShares, newFamily, pointsToCorrect, someEffect, somePoints, taxPointColumns, type Family
} from './random-tax-points.ts';
import { documentRow, lineRow, organisationRow, type StoredRow } from './stored-documents.ts';

/** Content of a document. Defaults: any currency, any lines, no tax points. */
type Content = {
    readonly currency?: Currency; readonly shares?: readonly Share[]; readonly family?: Family | undefined
};
/** Random documents of one organisation with everything that happened to them, within the rules of the database. */
export class RandomBooks {
    readonly invoice: Record<string, unknown>[] = [];
    readonly invoice_line: StoredRow[] = [];
    readonly organisation: readonly StoredRow[];
    readonly name: string;
    /** Everything that settles the documents. */
    readonly ledger: RandomLedger;
    readonly #contacts: readonly string[];
    readonly #vatCurrency: Currency;
    readonly #random: Random;
    readonly #open = new Map<string, Living[]>();

    /** Begins empty books. @param random - Generator: the same seed gives the same books, except for ids */
    constructor(name: string, contacts: readonly string[], vatCurrency: Currency, random: Random) {
        this.name = name;
        this.#contacts = contacts;
        this.#vatCurrency = vatCurrency;
        this.#random = random;
        this.ledger = new RandomLedger(name, random, () => this.#day());
        this.organisation = [organisationRow(
            name, { vat_currency: vatCurrency, default_currency: random.oneOf(currencies) })];
    }

    /** Adds one document, and now and then later changes of it. */
    add(): void {
        const kind = this.#below(100);
        if (kind < 10) {
            this.#document({ status: kind < 7 ? 'draft' : 'cancelled', number: null, issue_date: null });
        } else if (kind < 22) {
            const annulled = kind < 12 ? { status: 'cancelled', annulled_at: '2026-11-23T10:00:00Z' }
                : { status: this.#one(['issued', 'sent']) };
            const proforma = this.#document({ invoice_type: 'proforma', ...annulled });
            if (kind >= 15) this.#advances(proforma);
            if (kind < 12) this.#settle(
                'annulment', proforma, [{ account: 'credited', of: proforma, minor: proforma.grossMinor }]);
        } else {
            this.#invoice();
        }
    }

    #invoice(): void {
        this.#happenTo(this.#document({}, this.#below(5) < 2 ? {} : { family: newFamily(() => this.#day()) }));
    }

    #happenTo(invoice: Living): void {
        this.#open.set(accountOf(invoice), [...this.#open.get(accountOf(invoice)) ?? [], invoice].slice(-3));
        for (let step = this.#below(5); step > 0; step -= 1) this.#live(invoice);
        if (invoice.paidMinor === 0n && invoice.correctives === 0 && invoice.grossMinor > 0n && this.#below(12) === 0) {
            this.#settle('annulment', invoice, [{ account: 'credited', of: invoice, minor: balance(invoice) }]);
            Object.assign(invoice.row, {
                status: 'cancelled', annulled_at: '2026-11-23T10:00:00Z', cancelled_at: '2026-11-23T10:00:00Z',
                cancellation_date: '2026-11-23', cancellation_reason: 'x'
            });
        } else if (invoice.correctives > 0 && balance(invoice) === 0n && this.#below(3) === 0) {
            Object.assign(invoice.row, {
                status: 'cancelled', cancelled_at: '2026-11-23T10:00:00Z',
                cancellation_date: '2026-11-23', cancellation_reason: 'x'
            });
        }
    }

    #live(invoice: Living): void {
        const deeds = [
            () => this.#pay(invoice), () => this.#pay(invoice), () => this.#useCredit(invoice),
            () => this.#refund(invoice), () => this.#correct(invoice), () => this.#correct(invoice),
            () => void this.#settle(
                'write_off', invoice, [{ account: 'credited', of: invoice, minor: balance(invoice) }])
        ];
        this.#one(deeds)();
    }

    /** Records a payment over up to three invoices, with or without a rest for the customer; now and then reversed. */
    #pay(invoice: Living): void {
        const alike = this.#open.get(accountOf(invoice))?.filter(({ row }) => row['status'] !== 'cancelled') ?? [];
        const entries: Entry[] = alike.map((of) => ({ account: 'paid', of, minor: this.#upTo(balance(of)) }));
        entries.push({ account: 'credit', of: 'customer', minor: this.#below(3) === 0 ? this.#upTo(50_000n) : 0n });
        const paid = this.#settle('payment', invoice, entries);
        if (this.#below(4) === 0) this.#settle(
            'reversal', invoice, entries.map((entry) => ({ ...entry, minor: -entry.minor })), { reverses_id: paid });
    }

    /**
     * Records advances on a proforma: credit of its customer, now and then more than the proforma comes to. Most have
     * their advance invoice, and most of these end in a final invoice.
     */
    #advances(proforma: Living): void {
        const invoices = Array.from({ length: 1 + this.#below(2) }, () => this.#advance(proforma))
            .filter((advance) => advance !== undefined);
        if (invoices.length > 0 && this.#below(3) > 0) this.#finalInvoice(proforma, invoices);
    }

    #advance(proforma: Living): Living | undefined {
        const minor = this.#upTo(proforma.grossMinor + 10_000n);
        const left = balance(proforma);
        const noted = minor < left ? minor : left;
        const receivedOn = this.#day();
        const payment = this.#settle('payment', proforma, [
            { account: 'advance', of: proforma, minor: noted }, { account: 'credit', of: 'customer', minor }
        ], { settled_on: receivedOn });
        return noted <= 0n || proforma.row['contact_id'] === null || this.#below(4) === 0
            ? undefined : this.#advanceInvoice(proforma, noted, { receivedOn, payment });
    }

    /** Issues an advance invoice, which the money settles at once, up to two months after its receipt. */
    #advanceInvoice(
        proforma: Living, minor: bigint,
        { receivedOn, payment }: { readonly receivedOn: string; readonly payment: unknown }
    ): Living {
        const family = newFamily(() => this.#day(), { advance: receivedOn });
        // Intra-Community supplies have no advance invoices.
        const points = somePoints(this.#random, family).map((point): Point => ({
            ...point, category: point.category === 'K' ? 'Z' : point.category, rule: 'advance', date: receivedOn
        }));
        const issuedOn = new Date(Date.parse(receivedOn) + this.#below(60) * 86_400_000).toISOString().slice(0, 10);
        const advance = this.#document({
            invoice_type: 'advance_invoice', advance_of_id: proforma.row['id'], advance_payment_id: payment,
            contact_id: proforma.row['contact_id'], issue_date: issuedOn, sale_date: null, due_date: null,
            tax_point_date: receivedOn
        }, { currency: proforma.currency, shares: sharesOfMoney(this.#random, points, minor), family });
        this.#settle('credit_use', advance, [
            { account: 'paid', of: advance, minor }, { account: 'credit', of: 'customer', minor: -minor }
        ], { settled_on: issuedOn });
        if (this.#below(3) === 0) this.#correct(advance);
        return advance;
    }

    /** Issues the invoice of the supply: its lines in full, its sums and tax points less the advances. */
    #finalInvoice(proforma: Living, advances: readonly Living[]): void {
        const family = newFamily(() => this.#day());
        const charged = advances.flatMap(({ shares }) => shares).filter(({ net, vat }) => net >= 0n && vat >= 0n);
        const deducting = charged.map(({ point, net, vat }): Share => {
            const rule = this.#one(['general', 'construction'] as const);
            const [rest] = someShares(this.#random, [{ ...point, rule, date: family.days[rule] }]);
            if (rest === undefined) throw new RangeError('There is no line');
            return { ...rest, net: rest.net + net, vat: rest.vat + vat, deducted: { net, vat } };
        });
        this.#happenTo(this.#document({
            converted_from_id: proforma.row['id'], contact_id: proforma.row['contact_id'],
            advances: advances.map(({ row }) => ({ invoiceId: row['id'], invoiceNumber: row['number'] }))
        }, { currency: proforma.currency, family, shares: [
            ...deducting, ...someShares(this.#random, somePoints(this.#random, family))
        ] }));
    }

    #useCredit(invoice: Living): void {
        const credit = this.ledger.creditOf(invoice);
        const minor = this.#upTo(credit < balance(invoice) ? credit : balance(invoice));
        this.#settle('credit_use', invoice,
            [{ account: 'paid', of: invoice, minor }, { account: 'credit', of: 'customer', minor: -minor }]);
    }

    #refund(invoice: Living): void {
        const minor = this.#upTo(this.ledger.creditOf(invoice));
        this.#settle('refund', invoice, [{ account: 'credit', of: 'customer', minor: -minor }]);
    }

    /**
     * Adds a corrective, with the money that it releases to the customer and the part of a write-off that it takes
     * back.
     */
    #correct(invoice: Living): void {
        invoice.correctives += 1;
        const family = this.#familyToCorrect(invoice);
        const shares = this.#changes(invoice, family);
        const change = grossOf(shares);
        const corrective = this.#document({
            invoice_type: 'corrective', corrects_id: invoice.row['id'], correction_number: invoice.correctives,
            contact_id: invoice.row['contact_id'], due_date: null, vat_currency: invoice.row['vat_currency'],
            exchange_rate: invoice.row['exchange_rate'], exchange_rate_date: invoice.row['exchange_rate_date'],
            exchange_rate_source: invoice.row['exchange_rate_source']
        }, { currency: invoice.currency, shares, family });
        invoice.shares.push(...shares);
        const excess = positive(invoice.paidMinor + invoice.creditedMinor - change - invoice.grossMinor);
        const writtenOff = positive(invoice.creditedMinor - this.#correctedMinor(invoice));
        const notWrittenOff = excess < writtenOff ? excess : writtenOff;
        const released = excess - notWrittenOff;
        this.#corrected.set(invoice, this.#correctedMinor(invoice) - change);
        this.#settle('corrective', invoice, [
            { account: 'credited', of: invoice, minor: -change },
            { account: 'credited', of: invoice, minor: -notWrittenOff },
            { account: 'credited', of: corrective, minor: change },
            { account: 'paid', of: invoice, minor: -released }, { account: 'credit', of: 'customer', minor: released }
        ], { corrective_id: corrective.row['id'], settled_on: corrective.row['issue_date'] });
    }

    /** Lines of a corrective: amounts that move to another day, or a change that leaves no less than nothing. */
    #changes(invoice: Living, family: Family | undefined): readonly Share[] {
        const moved = family === undefined || this.#below(6) > 0 ? [] : movedShares(this.#random, family, this.#day());
        if (moved.length > 0) return moved;
        const left = invoice.grossMinor - this.#correctedMinor(invoice);
        const mayRaise = invoice.row['invoice_type'] !== 'advance_invoice';
        const change = mayRaise && this.#below(4) === 0
            ? this.#upTo(10_000n) : -this.#upTo(left > 0n ? left : 0n);
        return someShares(
            this.#random, family === undefined ? undatedPoints : pointsToCorrect(this.#random, family), change);
    }

    /**
     * Tax points that a corrective changes. An invoice of a version without them gets its own with the first corrective
     * of this version: all that was charged so far, on the day and at the rate of the invoice.
     */
    #familyToCorrect(invoice: Living): Family | undefined {
        const { row, family, shares, currency } = invoice;
        if (family !== undefined || row['vat_currency'] === undefined || this.#below(3) > 0) return family;
        const day = String(row['sale_date'] ?? row['issue_date']);
        invoice.family = newFamily(() => this.#day(), { general: day });
        invoice.family.shares.push(...shares.map((share) => ({ ...share, point: { ...share.point, date: day } })));
        if (currency !== this.#vatCurrency) invoice.family.exchanges.set(day, {
            rateNanos: parseNanos(String(row['exchange_rate'])), date: '2026-11-20', source: 'manual'
        });
        return invoice.family;
    }

    readonly #corrected = new Map<Living, bigint>();

    /** Gross that correctives have taken back of an invoice so far, in minor units. */
    #correctedMinor(invoice: Living): bigint {
        return this.#corrected.get(invoice) ?? 0n;
    }

    #document(columns: StoredRow, content: Content = {}): Living {
        const { currency = this.#one(currencies), shares = this.#sharesOf(content), family } = content;
        const issueDate = this.#day();
        const [day, hour, minute] = [this.#day(), this.#below(24), this.#below(60)];
        const at = `${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`;
        const row = { ...documentRow(this.name, {
            contact_id: this.#below(10) === 0 ? null : this.#one(this.#contacts), currency, issue_date: issueDate,
            created_at: at, status: this.#one(['issued', 'sent']), due_date: this.#below(10) === 0 ? null : this.#day(),
            sale_date: this.#below(3) === 0 ? null : this.#day(), ...this.#exchange(currency), ...columns
        }) };
        shares.forEach((share, place) => this.invoice_line.push(storedLine(row['id'], place + 1, share, currency)));
        const sum = (pick: (amounts: Amounts) => bigint): bigint =>
            shares.map(countedOf).reduce((total, amounts) => total + pick(amounts), 0n);
        Object.assign(row, {
            total_net: written(sum(({ net }) => net), currency), total_vat: written(sum(({ vat }) => vat), currency),
            total_gross: written(grossOf(shares), currency)
        }, family === undefined ? {} : this.#taxPoints(row, family, { currency, shares }));
        this.invoice.push(row);
        return {
            row, currency, grossMinor: grossOf(shares), paidMinor: 0n, creditedMinor: 0n, correctives: 0,
            shares: [...shares], family
        };
    }

    #sharesOf({ family }: Content): readonly Share[] {
        return someShares(this.#random, family === undefined ? undatedPoints : somePoints(this.#random, family));
    }

    /** Columns of a document with tax points. */
    #taxPoints(
        row: StoredRow, family: Family, { currency, shares }: Required<Pick<Content, 'currency' | 'shares'>>
    ): StoredRow {
        const effect = row['invoice_type'] === 'corrective'
            ? someEffect(this.#random, shares, String(row['issue_date']), () => this.#day()) : undefined;
        return {
            ...effect?.columns, ...taxPointColumns(this.#random, family, {
                shares, currency, vatCurrency: this.#vatCurrency, countedOn: effect?.countedOn
            })
        };
    }

    /** Columns of the exchange rate. Documents of the build before have neither VAT currency nor rate. */
    #exchange(currency: Currency): StoredRow {
        if (this.#below(10) === 0) return {};
        if (currency === this.#vatCurrency) return { vat_currency: this.#vatCurrency };
        const rate = `${this.#below(9)}.${String(1 + this.#below(999_999_999)).padStart(9, '0')}`;
        return {
            vat_currency: this.#vatCurrency, exchange_rate: rate, exchange_rate_date: '2026-11-20',
            exchange_rate_source: 'manual'
        };
    }

    #settle(kind: string, invoice: Living, entries: readonly Entry[], columns: StoredRow = {}): unknown {
        return this.ledger.settle(kind, invoice, entries, columns);
    }

    #upTo(most: bigint): bigint {
        return this.#below(3) === 0 ? most : most * BigInt(this.#below(1_000)) / 1_000n;
    }

    /** A day of the two years around the tests' clock. */
    #day(): string {
        return new Date(Date.UTC(2026, 0, 1) + this.#below(600) * 86_400_000).toISOString().slice(0, 10);
    }

    #one<Value>(values: readonly Value[]): Value {
        return this.#random.oneOf(values);
    }

    #below(limit: number): number {
        return this.#random.between(0, limit - 1);
    }
}

function storedLine(
    invoiceId: unknown, position: number, { point, net, vat }: Share, currency: Currency
): StoredRow {
    return lineRow(invoiceId, {
        position, vat_category: point.category, vat_rate: point.rate, net: written(net, currency),
        vat: written(vat, currency), gross: written(net + vat, currency),
        ...(point.date === '' ? {} : { tax_point_rule: point.rule })
    });
}

function positive(minor: bigint): bigint {
    return minor < 0n ? 0n : minor;
}
