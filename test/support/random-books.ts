import type { Random } from '../crash/random.ts';
import { documentRow, entryRow, lineRow, organisationRow, settlementRow, type StoredRow } from './stored-documents.ts';

/** Decimals of the currencies that random documents are in. */
export const decimals = { PLN: 2, EUR: 2, JPY: 0, KWD: 3 } as const;
/** A currency of random documents. */
export type Currency = keyof typeof decimals;
const currencies: readonly Currency[] = ['PLN', 'EUR', 'JPY', 'KWD'];
const rates = [
    ['S', '23'], ['S', '8'], ['S', '5.5'], ['Z', '0'], ['E', '0'], ['AE', '0'], ['K', '0'], ['G', '0'], ['O', '0']
] as const;

/** Minor units in the database's form: `12.34`. */
export function written(minor: bigint, currency: Currency): string {
    const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals[currency] + 1, '0');
    const whole = digits.length - decimals[currency];
    const point = decimals[currency] === 0 ? '' : '.';
    return `${minor < 0n ? '-' : ''}${digits.slice(0, whole)}${point}${digits.slice(whole)}`;
}

/** A document while its life is generated. */
type Living = {
    readonly row: Record<string, unknown>; readonly currency: Currency; readonly grossMinor: bigint; paidMinor: bigint;
    creditedMinor: bigint; correctives: number
};
type Entry = {
    readonly account: 'paid' | 'credited' | 'advance' | 'credit';
    readonly of: Living | 'customer'; readonly minor: bigint
};

/** Random documents of one organisation with everything that happened to them, within the rules of the database. */
export class RandomBooks {
    readonly invoice: Record<string, unknown>[] = [];
    readonly invoice_line: StoredRow[] = [];
    readonly settlement: StoredRow[] = [];
    readonly settlement_entry: StoredRow[] = [];
    readonly organisation: readonly StoredRow[];
    readonly name: string;
    readonly #contacts: readonly string[];
    readonly #vatCurrency: Currency;
    readonly #random: Random;
    readonly #credits = new Map<string, bigint>();
    readonly #open = new Map<string, Living[]>();

    /** Begins empty books. @param random - Generator: the same seed gives the same books, except for ids */
    constructor(name: string, contacts: readonly string[], vatCurrency: Currency, random: Random) {
        this.name = name;
        this.#contacts = contacts;
        this.#vatCurrency = vatCurrency;
        this.#random = random;
        this.organisation = [organisationRow(
            name, { vat_currency: vatCurrency, default_currency: random.oneOf(currencies) })];
    }

    get customer_credit(): readonly StoredRow[] {
        return [...this.#credits].map(([key, minor]) => {
            const [customerId = '', currency = 'PLN'] = key.split(' ');
            return { organisation_id: this.name, customer_id: customerId, currency, amount: written(
                minor, currency as Currency) };
        });
    }

    /** Adds one document, and now and then later changes of it. */
    add(): void {
        const kind = this.#below(100);
        if (kind < 10) {
            this.#document({ status: kind < 7 ? 'draft' : 'cancelled', number: null, issue_date: null });
        } else if (kind < 18) {
            const annulled = kind < 12 ? { status: 'cancelled', annulled_at: '2026-11-23T10:00:00Z' }
                : { status: this.#one(['issued', 'sent']) };
            const proforma = this.#document({ invoice_type: 'proforma', ...annulled });
            if (kind >= 15) this.#advance(proforma);
            if (kind < 12) this.#settle(
                'annulment', proforma, [{ account: 'credited', of: proforma, minor: proforma.grossMinor }]);
        } else {
            this.#invoice();
        }
    }

    #invoice(): void {
        const invoice = this.#document({});
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

    /** Records an advance on a proforma: credit of its customer, now and then more than the proforma comes to. */
    #advance(proforma: Living): void {
        const minor = this.#upTo(proforma.grossMinor + 10_000n);
        const left = balance(proforma);
        const noted = minor < left ? minor : left;
        this.#settle('payment', proforma, [
            { account: 'advance', of: proforma, minor: noted }, { account: 'credit', of: 'customer', minor }
        ]);
    }

    #useCredit(invoice: Living): void {
        const credit = this.#creditOf(invoice);
        const minor = this.#upTo(credit < balance(invoice) ? credit : balance(invoice));
        this.#settle('credit_use', invoice,
            [{ account: 'paid', of: invoice, minor }, { account: 'credit', of: 'customer', minor: -minor }]);
    }

    #refund(invoice: Living): void {
        this.#settle(
            'refund', invoice, [{ account: 'credit', of: 'customer', minor: -this.#upTo(this.#creditOf(invoice)) }]);
    }

    /**
     * Adds a corrective, with the money that it releases to the customer and the part of a write-off that it takes
     * back.
     */
    #correct(invoice: Living): void {
        invoice.correctives += 1;
        const left = invoice.grossMinor - this.#correctedMinor(invoice);
        const change = this.#below(4) === 0 ? this.#upTo(10_000n) : -this.#upTo(left > 0n ? left : 0n);
        const corrective = this.#document({
            invoice_type: 'corrective', corrects_id: invoice.row['id'], correction_number: invoice.correctives,
            contact_id: invoice.row['contact_id'], due_date: null, vat_currency: invoice.row['vat_currency'],
            exchange_rate: invoice.row['exchange_rate'], exchange_rate_date: invoice.row['exchange_rate_date'],
            exchange_rate_source: invoice.row['exchange_rate_source']
        }, invoice.currency, change);
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

    readonly #corrected = new Map<Living, bigint>();

    /** Gross that correctives have taken back of an invoice so far, in minor units. */
    #correctedMinor(invoice: Living): bigint {
        return this.#corrected.get(invoice) ?? 0n;
    }

    #document(columns: StoredRow, currency: Currency = this.#one(currencies), grossMinor?: bigint): Living {
        const issueDate = this.#day();
        const [day, hour, minute] = [this.#day(), this.#below(24), this.#below(60)];
        const at = `${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`;
        const row = { ...documentRow(this.name, {
            contact_id: this.#below(10) === 0 ? null : this.#one(this.#contacts), currency, issue_date: issueDate,
            created_at: at, status: this.#one(['issued', 'sent']), due_date: this.#below(10) === 0 ? null : this.#day(),
            sale_date: this.#below(3) === 0 ? null : this.#day(), ...this.#exchange(currency), ...columns
        }) };
        const lines = this.#lines(row['id'], currency, grossMinor);
        const sum = (pick: (line: { readonly net: bigint; readonly vat: bigint }) => bigint): bigint =>
            lines.reduce((total, line) => total + pick(line), 0n);
        const document: Living = {
            row, currency, grossMinor: sum(({ net, vat }) => net + vat), paidMinor: 0n,
            creditedMinor: 0n, correctives: 0
        };
        Object.assign(row, {
            total_net: written(sum(({ net }) => net), currency), total_vat: written(sum(({ vat }) => vat), currency),
            total_gross: written(document.grossMinor, currency)
        });
        this.invoice.push(row);
        return document;
    }

    /** Adds lines. @param grossMinor - Sum of a corrective's lines in minor units; absent: any sum. */
    #lines(
        invoiceId: unknown, currency: Currency, grossMinor: bigint | undefined
    ): { readonly net: bigint; readonly vat: bigint }[] {
        const count = 1 + this.#below(3);
        let left = grossMinor ?? 0n;
        return Array.from({ length: count }, (_, place) => {
            const [category, rate] = this.#one(rates);
            const signed = (limit: number): bigint =>
                BigInt(this.#below(limit)) * (grossMinor !== undefined && this.#below(2) === 0 ? -1n : 1n);
            const vat = rate === '0' ? 0n : signed(40_000);
            const net = grossMinor !== undefined && place === count - 1 ? left - vat : signed(200_000);
            left -= net + vat;
            this.invoice_line.push(lineRow(invoiceId, {
                position: place + 1, vat_category: category, vat_rate: rate, net: written(net, currency),
                vat: written(vat, currency), gross: written(net + vat, currency)
            }));
            return { net, vat };
        });
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

    /** Applies entries and stores them, or nothing when a rule of the database would refuse them. */
    #settle(kind: string, invoice: Living, wanted: readonly Entry[], columns: StoredRow = {}): unknown {
        const entries = wanted.filter(({ minor }) => minor !== 0n);
        const credit = entries.filter(({ of }) => of === 'customer')
            .reduce((sum, { minor }) => sum + minor, this.#creditOf(invoice));
        const customer = invoice.row['contact_id'] ?? invoice.row['id'];
        if (entries.length === 0 || credit < 0n || entries.some(({ account, of, minor }) =>
            account === 'paid' && of !== 'customer' && of.paidMinor + minor < 0n)) return undefined;
        if (kind === 'reversal' && columns['reverses_id'] === undefined) return undefined;
        const settlement = settlementRow(this.name, customer, {
            kind, contact_id: invoice.row['contact_id'], currency: invoice.currency, settled_on: this.#day(),
            created_at: `${this.#day()}T12:00:00.000Z`, ...columns
        });
        this.settlement.push(settlement);
        for (const { account, of, minor } of entries) {
            if (of === 'customer') this.#credits.set(accountOf(invoice), credit);
            else if (account === 'credited') of.creditedMinor += minor;
            else of.paidMinor += minor;
            this.settlement_entry.push(entryRow(settlement, {
                account, amount: written(minor, invoice.currency),
                ...(of === 'customer' ? { customer_id: customer } : { invoice_id: of.row['id'] })
            }));
        }
        entries.forEach(({ of }) => of !== 'customer' && this.#refresh(of));
        return settlement['id'];
    }

    #refresh({ row, currency, grossMinor, paidMinor, creditedMinor }: Living): void {
        const settled = grossMinor === paidMinor + creditedMinor;
        Object.assign(row, {
            paid_amount: written(paidMinor, currency), credited_amount: written(creditedMinor, currency),
            payment_status: settled ? 'paid' : paidMinor > 0n ? 'partial' : 'pending'
        });
        if (row['status'] !== 'cancelled' && row['invoice_type'] === 'vat_invoice')
            row['status'] = settled ? 'paid' : this.#one(['issued', 'sent']);
    }

    #creditOf(invoice: Living): bigint {
        return this.#credits.get(accountOf(invoice)) ?? 0n;
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

function balance({ grossMinor, paidMinor, creditedMinor }: Living): bigint {
    return grossMinor - paidMinor - creditedMinor;
}

/** Key of a document's credit: customer and currency. */
function accountOf({ row, currency }: Living): string {
    return `${String(row['contact_id'] ?? row['id'])} ${currency}`;
}

function positive(minor: bigint): bigint {
    return minor < 0n ? 0n : minor;
}
