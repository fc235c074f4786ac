import { describe, expect, test } from '@jest/globals';
import { givenBuyer, givenItem } from '../support/given-service.ts';
import { useService } from '../support/use-service.ts';

const service = useService();
const longNumbers = ['5', '12345678901234567890', '0.1234567890123456789', '-12345678901234567890.5', '1e30'];

/** A draft as JSON text, with a number in the place of the text `NUMBER`. */
function withNumber(fields: object, number: string): string {
    return JSON.stringify({ ...givenBuyer({}), items: [givenItem()], ...fields }).replace('"NUMBER"', number);
}

function post(body: string) {
    return service.call('POST', '/invoices', { body });
}

describe('a number where a text is wanted', () => {
    const fields = ['customerName', 'customerAddress', 'customerNIP', 'notes', 'orderNumber', 'contactId',
        'issueDate', 'currency', 'pricesInclude', 'createdBy'];

    test.each(fields.flatMap((field) => longNumbers.map((number) => [field, number] as const)))(
        '%s: %s is a 400 that names the field', async (field, number) => {
            const { status, body } = await post(withNumber({ [field]: 'NUMBER' }, number));

            expect([status, body.errors[0].path]).toEqual([400, field]);
        });

    test.each(longNumbers)('%s is no description of an item', async (number) => {
        const { status, body } = await post(withNumber({ items: [givenItem({ description: 'NUMBER' })] }, number));

        expect([status, body.errors[0].path]).toEqual([400, 'items[0].description']);
    });

    test.each(longNumbers)('%s is no object, list or flag, and no body', async (number) => {
        const asked = ['customerTaxId', 'items', 'validateCustomer'].map((field) =>
            post(withNumber({ [field]: 'NUMBER' }, number)));

        const answers = [...await Promise.all(asked), await post(number)];

        expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
            answers.map(() => [400, 'VALIDATION_FAILED']));
    });
});

describe('a number where a decimal is wanted', () => {
    test('keeps every digit that its field takes', async () => {
        // 24.5 × 1.00 and 1 × 1.00.
        const items = [givenItem({ quantity: 'NUMBER', unitPriceNet: '1.00' }), givenItem({ unitPriceNet: '1' })];

        const { status, body } = await post(withNumber({ items }, '24.50000000000000000000'));

        expect([status, body.items[0].quantity, body.totalNet]).toEqual([201, '24.5', '25.50']);
    });

    test.each([
        ['quantity', '0.1234567890123456789', 'TOO_MANY_DECIMALS'], ['quantity', '12345678901234567890', 'TOO_LARGE'],
        ['vatRate', '23.0000000000000000001', 'VAT_RATE_INVALID']
    ])('%s: %s is refused for its digits', async (field, number, code) => {
        const { status, body } = await post(withNumber({ items: [givenItem({ [field]: 'NUMBER' })] }, number));

        expect([status, body.errors]).toEqual([400, [expect.objectContaining({ path: `items[0].${field}`, code })]]);
    });

    test('a whole number that is too long is told its range', async () => {
        const { status, body } = await post(withNumber(
            { items: [givenItem({ lineNumber: 'NUMBER' })] }, '12345678901234567890'));

        expect([status, body.message])
            .toEqual([400, expect.stringMatching(/^items\[0\].lineNumber must be a whole number/)]);
    });
});
