import type { JsonObject } from '../../foundation/schema/openapi-meta.ts';

/*
 * Forms of numbers with check digits, as the OpenAPI document says them. A pattern cannot say the check digits, so a
 * format names the rule.
 */

/** Form of a NIP. */
export const nipForm: JsonObject = { format: 'nip', pattern: '^(PL)?([ .-]?[0-9]){10}$' };

/** Form of a REGON. */
export const regonForm: JsonObject = { format: 'regon', pattern: '^([ .-]?[0-9]){9}(([ .-]?[0-9]){5})?$' };

/** Form of an EU VAT number with its prefix. */
export const vatIdForm: JsonObject = { format: 'eu-vat-id', pattern: '^[A-Za-z]{2}([ .-]?[0-9A-Za-z+*]){2,12}$' };

/** Form of a NIP or an EU VAT number with its prefix. */
export const taxNumberForm: JsonObject = {
    format: 'nip-or-eu-vat-id', pattern: '^(([ .-]?[0-9]){10}|[A-Za-z]{2}([ .-]?[0-9A-Za-z+*]){2,12})$'
};

/** Form of an IBAN, or of a Polish account without its prefix. */
export const ibanForm: JsonObject = {
    format: 'iban', pattern: '^([A-Za-z]{2}[0-9]{2}([ -]?[0-9A-Za-z]){11,30}|[0-9]{2}([ -]?[0-9]){24})$'
};
