import Joi from 'joi';
import { isCurrency } from '../../foundation/money/currencies.ts';
import { formatMicros } from '../../foundation/money/decimal.ts';
import { MoneyError } from '../../foundation/money/money-error.ts';
import { parseVatRate } from '../../foundation/money/vat-rules.ts';
import { withOpenApi, type JsonObject } from '../../foundation/schema/openapi-meta.ts';
import { ibanForm } from './number-forms.ts';
import { accountsInOrder } from './organisation.ts';
import { parseIban } from './tax-ids.ts';

/** A text in one of the forms that `parse` reads, converted to its canonical form. */
export function checked(
    parse: (value: string) => string | undefined, clause: string, example: string, form: JsonObject
): Joi.StringSchema<string> {
    return Joi.string().custom((value: string, helpers) => parse(value) ?? helpers.error('INVALID_NUMBER'))
        .messages({ INVALID_NUMBER: clause, 'string.empty': 'must not be empty' }).example(example)
        .meta({ openapi: { set: form } });
}

/** Maximum number of accounts: one a currency, of more currencies than a company deals in. */
const maxAccounts = 50;

/** Accounts by currency, in alphabetical order, which is how the database answers them. */
export const ibansByCurrency = withOpenApi(
    Joi.object<Readonly<Record<string, string>>>().unknown(true).max(maxAccounts)
        .custom((value: Readonly<Record<string, unknown>>, helpers) => {
            const accounts: Record<string, string> = {};
            for (const [currency, text] of Object.entries(value)) {
                const iban = typeof text === 'string' && isCurrency(currency) ? parseIban(text) : undefined;
                if (iban === undefined) {
                    return helpers.error('NO_ACCOUNT', { currency });
                }
                accounts[currency] = iban;
            }
            return accountsInOrder(accounts);
        })
        .messages({
            NO_ACCOUNT: 'must have an IBAN with correct check digits for each active ISO 4217 currency that it names; '
                + '{#currency} is wrong',
            'object.max': `may have at most ${maxAccounts} accounts`
        })
        .label('AccountsByCurrency').example({ EUR: 'PL10105000997603123456789123' }),
    { set: { additionalProperties: { type: 'string', ...ibanForm }, maxProperties: maxAccounts }, drop: ['properties'] }
);

/** Pattern of a rate above 0 in its shortest form: two texts are two rates. */
const ratePattern = '^(?!0$)(100|[1-9]?[0-9](\\.[0-9]?[1-9])?)$';

/** A VAT rate above 0 as text, in its shortest form: `5.5`. */
export const rateInForce = Joi.any<string>().custom((value: unknown, helpers) => {
    const micros = typeof value === 'number' || typeof value === 'string' ? readRate(value) : 0n;
    return micros === 0n ? helpers.error('VAT_RATE_INVALID') : formatMicros(micros);
}).messages({ VAT_RATE_INVALID: 'must be a percentage above 0, at most 100, with at most 2 decimals' })
    .meta({ openapi: { set: { type: 'string', pattern: ratePattern } } })
    .example('23').description('Rate in percent.');

/** The rate in millionths of a percent; 0 for a text that is none. */
function readRate(value: number | string): bigint {
    try {
        return parseVatRate(value);
    } catch (error) {
        if (!(error instanceof MoneyError)) throw error;
        return 0n;
    }
}
