/** Fields of a contact that an invoice prints. */
export type PrintedContactField = 'name' | 'nip' | 'regon' | 'street' | 'city' | 'postalCode' | 'country';

/** A value of a contact that no invoice can print. The contact has null (or an empty name) in its place. */
export type ContactFault = {
    readonly field: PrintedContactField;
    /** Name of the value in the answer of contacts-service. */
    readonly name: string;
    /** Clause that follows the name. */
    readonly clause: string;
};

/** A customer as contacts-service knows it, the same from both forms of its contract. */
export type Contact = {
    readonly id: string;
    /** The company; for a person first and last name. Empty when the CRM has neither, or no usable one. */
    readonly name: string;
    readonly firstName: string | null;
    readonly lastName: string | null;
    readonly email: string | null;
    /** As typed into the CRM, like the e-mail address and the postal code: their form has not been checked. */
    readonly phone: string | null;
    /** As typed into the CRM: its checksum has not been checked. */
    readonly nip: string | null;
    readonly regon: string | null;
    /** True for a VAT payer; where the contract does not say it, true when there is a NIP. */
    readonly vatPayer: boolean;
    /** `b2b`, `b2c`, `b2g` …; null when the CRM does not say. */
    readonly businessType: string | null;
    readonly street: string | null;
    readonly city: string | null;
    readonly postalCode: string | null;
    readonly region: string | null;
    readonly country: string | null;
    /** False for an archived or deactivated contact; contacts-service still answers 200 for it. */
    readonly active: boolean;
    /** Values that people typed and no invoice can print; in the order of the fields. */
    readonly faults: readonly ContactFault[];
};
