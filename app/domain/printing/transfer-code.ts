import { formatMinor } from '../../foundation/money/decimal.ts';

/** Parts of a transfer that a QR code carries. */
export type Transfer = {
    /** IBAN without spaces. */
    readonly iban: string;
    readonly receiver: string;
    /** NIP of a receiver that is a company; null: none. */
    readonly nip: string | null;
    readonly amountMinor: bigint;
    /** ISO 4217 */
    readonly currency: string;
    /** Reference for the receiver. */
    readonly title: string;
};

/** Limit of both forms. */
const maxMinor = { PLN: 999_999_999n, EUR: 99_999_999_999n } as const;

/**
 * Content of the QR code by which a bank's application fills in a transfer: in PLN to a Polish account the form of the
 * Polish Bankers' Association, in EUR to any IBAN that of the European Payments Council; null for all others.
 * @see ZBP, Rekomendacja 2D (2013); EPC069-12, version 2
 */
export function transferCode(transfer: Transfer): string | null {
    const { iban, currency, amountMinor } = transfer;
    if (amountMinor <= 0n) {
        return null;
    }
    if (currency === 'PLN' && /^PL\d{26}$/.test(iban) && amountMinor <= maxMinor.PLN) {
        return polishCode(transfer);
    }
    return currency === 'EUR' && amountMinor <= maxMinor.EUR ? europeanCode(transfer) : null;
}

/** `NIP|PL|26 digits|grosze, 6 digits at least|receiver, 20 characters|title, 32 characters|||` */
function polishCode({ iban, nip, amountMinor, receiver, title }: Transfer): string {
    return [nip ?? '', 'PL', iban.slice(2), amountMinor.toString().padStart(6, '0'), cut(receiver, 20), cut(title, 32),
        '', '', ''].join('|');
}

/** Lines of EPC069-12: service, version, character set UTF-8, SCT, no BIC, receiver, IBAN, amount, text. */
function europeanCode({ iban, receiver, amountMinor, title }: Transfer): string {
    return ['BCD', '002', '1', 'SCT', '', cut(receiver, 70), iban, `EUR${formatMinor(amountMinor, 2)}`, '', '',
        cut(title, 140)].join('\n');
}

/** A text that cannot break the form: without separators and line breaks, at most `max` characters. */
function cut(text: string, max: number): string {
    return [...text.replace(/[|\s]+/g, ' ').trim()].slice(0, max).join('').trim();
}
