import { refusedField } from '../../foundation/errors/refused-field.ts';
import { onOneLine } from './buyer-address.ts';
import type { GivenBuyer, Recipient } from './invoice.ts';
import type { DraftInput } from './invoice.schemas.ts';

/** Fields of an input that decide the buyer. */
const buyerFields = [
    'contactId', 'customerName', 'customerNIP', 'customerTaxId', 'customerREGON', 'customerAddress', 'customerStreet',
    'customerPostalCode', 'customerCity', 'customerCountry', 'customerVATPayer', 'buyerIsJstUnit',
    'buyerIsVatGroupMember'
] as const satisfies readonly (keyof DraftInput)[];

/** The fields of an input that decide the buyer, but the contact. */
type BuyerInput = Partial<Pick<DraftInput, Exclude<(typeof buyerFields)[number], 'contactId'>>>;

/** Tells whether an edit changes the buyer, so that the contact must be read. */
export function touchesBuyer(input: DraftInput): boolean {
    return buyerFields.some((field) => input[field] !== undefined);
}

/**
 * The caller's data of the buyer after an input.
 * @throws DomainError `VALIDATION_FAILED` for a buyer with two tax numbers
 */
export function givenBuyerOf(input: BuyerInput, before: GivenBuyer): GivenBuyer {
    const nip = given(input.customerNIP, before.nip);
    const taxId = given(input.customerTaxId, before.taxId);
    if (nip !== null && taxId !== null) {
        throw refusedField('VALIDATION_FAILED', 'customerTaxId',
            'must not be given beside customerNIP: a buyer has one of them; send null for the other',
            'TWO_TAX_NUMBERS');
    }
    return {
        name: given(input.customerName, before.name),
        nip,
        taxId,
        regon: given(input.customerREGON, before.regon),
        ...givenAddressOf(input, before),
        country: given(input.customerCountry, before.country),
        vatPayer: given(input.customerVATPayer, before.vatPayer),
        isJstUnit: givenFlag(input.buyerIsJstUnit, before.isJstUnit),
        isVatGroupMember: givenFlag(input.buyerIsVatGroupMember, before.isVatGroupMember)
    };
}

type GivenAddress = Pick<GivenBuyer, 'address' | 'street' | 'postalCode' | 'city'>;

/**
 * The address after an input. One that is given anew in one form replaces what was given before in the other: the
 * document would print two addresses.
 */
function givenAddressOf(input: BuyerInput, before: GivenBuyer): GivenAddress {
    const { customerAddress: line, customerStreet, customerPostalCode, customerCity } = input;
    const givenParts = [customerStreet, customerPostalCode, customerCity];
    const givesLine = typeof line === 'string';
    const keepsParts = !givesLine || givenParts.some((part) => typeof part === 'string');
    const parts = {
        street: given(customerStreet, keepsParts ? before.street : null),
        postalCode: given(customerPostalCode, keepsParts ? before.postalCode : null),
        city: given(customerCity, keepsParts ? before.city : null)
    };
    const isReplaced = givenParts.some((part) => typeof part === 'string') && onOneLine(parts, null) !== null;
    return { address: given(line, isReplaced ? null : before.address), ...parts };
}

/** The third party of an input; null where it is emptied, undefined where the input has none. */
export function recipientOf({ recipient }: DraftInput): Recipient | null | undefined {
    return recipient && {
        name: recipient.name, nip: recipient.nip ?? null, address: recipient.address ?? null,
        role: recipient.role ?? 'recipient'
    };
}

function givenFlag(value: boolean | null | undefined, before: true | null): true | null {
    return value === undefined ? before : value === true ? true : null;
}

/** The given value, even when it is `null`; else the previous one. */
export function given<Value>(value: Value | undefined, before: Value): Value {
    return value === undefined ? before : value;
}
