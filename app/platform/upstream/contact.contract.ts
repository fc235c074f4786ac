import type { Contact } from './contact.ts';
import type { ContractBreak, Fields } from './json-fields.ts';
import { fieldsOf } from './json-fields.ts';

const closedStatuses: readonly string[] = ['archived', 'inactive', 'deleted'];

/**
 * Reads a contact in the documented form (`company_name`, `vat_payer` …) or in the deployed one (`company`,
 * `businessType` …).
 * @throws DomainError what `broken` makes
 * @see spec section 6 and upstreams.md section 5
 */
export function readContact(body: unknown, broken: ContractBreak): Contact {
    const fields = fieldsOf(body, broken);
    const id = fields.text('id');

    if (!fields.has('company_name', 'company', 'first_name', 'firstName', 'last_name', 'lastName')) {
        throw broken('has neither a company nor the name of a person');
    }

    const firstName = fields.textOrNull('first_name', 'firstName');
    const lastName = fields.textOrNull('last_name', 'lastName');
    const nip = fields.textOrNull('nip');

    return {
        id,
        name: fields.textOrNull('company_name', 'company')
            ?? [firstName, lastName].filter((part) => part !== null).join(' '),
        firstName,
        lastName,
        email: fields.textOrNull('email'),
        phone: fields.textOrNull('phone'),
        nip,
        regon: fields.textOrNull('regon'),
        vatPayer: fields.flagOrNull('vat_payer', 'vatPayer') ?? nip !== null,
        businessType: fields.textOrNull('business_type', 'businessType'),
        ...readAddress(fields),
        active: isActive(fields)
    };
}

function readAddress(fields: Fields): Pick<Contact, 'street' | 'city' | 'postalCode' | 'region' | 'country'> {
    return {
        // The deployed form has both: older rows were typed into `address`.
        street: fields.textOrNull('street', 'address'),
        city: fields.textOrNull('city'),
        postalCode: fields.textOrNull('postal_code', 'postalCode'),
        region: fields.textOrNull('voivodeship'),
        country: fields.textOrNull('country')
    };
}

function isActive(fields: Fields): boolean {
    const archived = fields.flagOrNull('isArchived', 'is_archived') ?? false;
    const switchedOn = fields.flagOrNull('isActive', 'is_active') ?? true;
    const status = fields.textOrNull('status')?.toLowerCase() ?? '';

    return switchedOn && !archived && !closedStatuses.includes(status);
}
