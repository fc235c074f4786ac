import { expect, test } from '@jest/globals';
import { nearestName } from './nearest-name.ts';

const known = [
    'dueFrom', 'fromDate', 'status', 'paymentStatus', 'unitPriceNet', 'customerName', 'customerNIP', 'dueDate', 'limit',
    'id'
];

test.each([
    ['statuss', 'status'], ['Status', 'status'], ['stauts', 'status'], ['unitPrice', 'unitPriceNet'],
    ['name', 'customerName'], ['customerNip', 'customerNIP'], ['duedate', 'dueDate'], ['due_date', 'dueDate'],
    ['limits', 'limit'], ['paymentStatuses', 'paymentStatus'], ['ids', 'id'], ['from', 'fromDate']
])('%s was meant for %s', (wrong, meant) => {
    expect(nearestName(wrong, known)).toBe(meant);
});

test.each(['foo', 'x', '', 'colour', 'z'.repeat(5_000)])('nothing is near %p', (wrong) => {
    expect(nearestName(wrong, known)).toBeUndefined();
});
