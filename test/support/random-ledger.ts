import type { Random } from '../crash/random.ts';
import { written, type Currency } from './book-currencies.ts';
import type { Share } from './random-shares.ts';
import type { Family } from './random-tax-points.ts';
import { entryRow, settlementRow, type StoredRow } from './stored-documents.ts';

/** A document while its life is generated. */
export type Living = {
    readonly row: Record<string, unknown>; readonly currency: Currency; readonly grossMinor: bigint; paidMinor: bigint;
    creditedMinor: bigint; correctives: number;
    /** Lines of the document and its correctives. */
    readonly shares: Share[];
    /** Absent from documents of versions without tax points. */
    family: Family | undefined
};
/** A change of an account by a settlement. */
export type Entry = {
    readonly account: 'paid' | 'credited' | 'advance' | 'credit';
    readonly of: Living | 'customer'; readonly minor: bigint
};

/** Random settlements of one organisation, within the rules of the database. */
export class RandomLedger {
    readonly settlement: StoredRow[] = [];
    readonly settlement_entry: StoredRow[] = [];
    readonly #name: string;
    readonly #random: Random;
    readonly #day: () => string;
    readonly #credits = new Map<string, bigint>();

    /** Begins an empty ledger. @param day - Generator of days, `YYYY-MM-DD` */
    constructor(name: string, random: Random, day: () => string) {
        this.#name = name;
        this.#random = random;
        this.#day = day;
    }

    get customer_credit(): readonly StoredRow[] {
        return [...this.#credits].map(([key, minor]) => {
            const [customerId = '', currency = 'PLN'] = key.split(' ');
            return { organisation_id: this.#name, customer_id: customerId, currency, amount: written(
                minor, currency as Currency) };
        });
    }

    /** Applies entries and stores them, or nothing when a rule of the database would refuse them. */
    settle(kind: string, invoice: Living, wanted: readonly Entry[], columns: StoredRow = {}): unknown {
        const entries = wanted.filter(({ minor }) => minor !== 0n);
        const credit = entries.filter(({ of }) => of === 'customer')
            .reduce((sum, { minor }) => sum + minor, this.creditOf(invoice));
        const customer = invoice.row['contact_id'] ?? invoice.row['id'];
        if (entries.length === 0 || credit < 0n || entries.some(({ account, of, minor }) =>
            account === 'paid' && of !== 'customer' && of.paidMinor + minor < 0n)) return undefined;
        if (kind === 'reversal' && columns['reverses_id'] === undefined) return undefined;
        const settlement = settlementRow(this.#name, customer, {
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
        if (row['status'] !== 'cancelled' && row['invoice_type'] !== 'corrective' && row['invoice_type'] !== 'proforma')
            row['status'] = settled ? 'paid' : this.#random.oneOf(['issued', 'sent']);
    }

    /** Credit of a document's customer in its currency, in minor units. */
    creditOf(invoice: Living): bigint {
        return this.#credits.get(accountOf(invoice)) ?? 0n;
    }
}

/** Amount that is left to pay, in minor units. */
export function balance({ grossMinor, paidMinor, creditedMinor }: Living): bigint {
    return grossMinor - paidMinor - creditedMinor;
}

/** Key of a document's credit: customer and currency. */
export function accountOf({ row, currency }: Living): string {
    return `${String(row['contact_id'] ?? row['id'])} ${currency}`;
}
