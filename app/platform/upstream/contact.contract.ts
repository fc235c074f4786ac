import type { Contact, ContactFault, PrintedContactField } from './contact.ts';
import type { ContractBreak, Fields, TypedText } from './json-fields.ts';
import { fieldsOf } from './json-fields.ts';

const closedStatuses: readonly string[] = ['archived', 'inactive', 'deleted'];

/** Maximum lengths of what people typed into a contact: those of a caller's data of the buyer. */
const maxCharacters = {
    name: 300, nip: 50, regon: 50, street: 200, city: 100, postalCode: 20, country: 100
} as const satisfies Record<PrintedContactField, number>;

/** Maximum lengths of what is not printed; a longer value is left out. */
const maxEmailCharacters = 254;
const maxPhoneCharacters = 50;
const maxOtherCharacters = 100;

/**
 * Reads a contact in the documented form (`company_name`, `vat_payer` …) or in the deployed one (`company`,
 * `businessType` …). A value that a person typed is no fault of the service: where an invoice cannot print it, it is
 * told in `faults`.
 * @throws DomainError what `broken` makes
 * @see spec section 6 and upstreams.md section 5
 */
export function readContact(body: unknown, broken: ContractBreak): Contact {
    const fields = fieldsOf(body, broken);
    const id = fields.text('id');
    if (!fields.has('company_name', 'company', 'first_name', 'firstName', 'last_name', 'lastName')) {
        throw broken('has neither a company nor the name of a person');
    }
    const name = readName(fields);
    const nip = fields.typedText(maxCharacters.nip, 'nip');
    const printed = {
        nip,
        regon: fields.typedText(maxCharacters.regon, 'regon'),
        // The deployed form has both: older rows were typed into `address`.
        street: fields.typedText(maxCharacters.street, 'street', 'address'),
        city: fields.typedText(maxCharacters.city, 'city'),
        postalCode: fields.typedText(maxCharacters.postalCode, 'postal_code', 'postalCode'),
        country: fields.typedText(maxCharacters.country, 'country')
    };

    return {
        id,
        name: name.text ?? '',
        firstName: fields.textIfGood(maxCharacters.name, 'first_name', 'firstName'),
        lastName: fields.textIfGood(maxCharacters.name, 'last_name', 'lastName'),
        email: fields.textIfGood(maxEmailCharacters, 'email'),
        phone: fields.textIfGood(maxPhoneCharacters, 'phone'),
        vatPayer: fields.flagOrNull('vat_payer', 'vatPayer') ?? (nip.text !== null || nip.fault !== undefined),
        businessType: fields.textIfGood(maxOtherCharacters, 'business_type', 'businessType'),
        region: fields.textIfGood(maxOtherCharacters, 'voivodeship'),
        nip: nip.text, regon: printed.regon.text, street: printed.street.text, city: printed.city.text,
        postalCode: printed.postalCode.text, country: printed.country.text,
        active: isActive(fields),
        faults: faultsOf({ name, ...printed })
    };
}

/** The company; where there is none, the first and last name of a person. */
function readName(fields: Fields): TypedText {
    const company = fields.typedText(maxCharacters.name, 'company_name', 'company');
    if (company.text !== null || company.fault !== undefined) {
        return company;
    }
    const parts = [
        fields.typedText(maxCharacters.name, 'first_name', 'firstName'),
        fields.typedText(maxCharacters.name, 'last_name', 'lastName')
    ];
    const fault = parts.find((part) => part.fault !== undefined)?.fault;
    const text = parts.flatMap((part) => (part.text === null ? [] : [part.text])).join(' ');
    if (fault === undefined && text.length > maxCharacters.name) {
        return {
            text: null,
            fault: { name: 'the name', clause: `must have at most ${maxCharacters.name} characters` }
        };
    }
    return fault === undefined ? { text } : { text: null, fault };
}

function faultsOf(printed: Readonly<Record<PrintedContactField, TypedText>>): readonly ContactFault[] {
    const fields = ['name', 'nip', 'regon', 'street', 'city', 'postalCode', 'country'] as const;
    return fields.flatMap((field) => {
        const { fault } = printed[field];
        return fault === undefined ? [] : [{ field, ...fault }];
    });
}

function isActive(fields: Fields): boolean {
    const archived = fields.flagOrNull('isArchived', 'is_archived') ?? false;
    const switchedOn = fields.flagOrNull('isActive', 'is_active') ?? true;
    const status = fields.textOrNull('status')?.toLowerCase() ?? '';

    return switchedOn && !archived && !closedStatuses.includes(status);
}
