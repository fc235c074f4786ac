import { describe, expect, test } from '@jest/globals';
import { isDatabaseOutage, isSchemaOutOfDate } from './database-outage.ts';

const withMembers = (members: object, message = 'x') => Object.assign(new Error(message), members);

describe('a database outage', () => {
    test.each([
        ['a refused connection', withMembers({ code: 'ECONNREFUSED', syscall: 'connect' })],
        ['a refused connection to each of several addresses',
            new AggregateError([withMembers({ code: 'ECONNREFUSED', syscall: 'connect' })])],
        ['a lost connection', new Error('Connection terminated unexpectedly')],
        ['no free connection', new Error('timeout exceeded when trying to connect')],
        ['an answer that does not come', new Error('Query read timeout')],
        ['a statement that took too long', withMembers({ code: '57014' })],
        ['a shutdown', withMembers({ code: '57P01' })], ['a start', withMembers({ code: '57P03' })],
        ['too many connections', withMembers({ code: '53300' })], ['a deadlock', withMembers({ code: '40P01' })],
        ['a standby after a failover', withMembers({ code: '25006' })],
        ['Prisma that cannot connect', withMembers({ code: 'P1001' })],
        ['Prisma that cannot begin', withMembers({ code: 'P2028' })],
        ['one as the cause', new Error('outer', { cause: withMembers({ code: '57P01' }) })],
        ['what the adapter of Prisma hangs into the chain',
            new Error('outer', { cause: { kind: 'DatabaseNotReachable' } })]
    ])('is %s', (_case, error) => {
        expect(isDatabaseOutage(error)).toBe(true);
    });

    test.each([
        ['a constraint', withMembers({ code: '23505' })], ['a wrong statement', withMembers({ code: '42703' })],
        ['a value that does not fit', withMembers({ code: '22P02' })],
        ['a file that is not there', withMembers({ code: 'ENOENT', syscall: 'open' })],
        ['a mistake of ours', new TypeError('x is not a function')], ['no error', undefined],
        ['a circle of causes', (() => { const error = new Error('a'); error.cause = error; return error; })()]
    ])('is not %s', (_case, error) => {
        expect(isDatabaseOutage(error)).toBe(false);
    });
});

describe('a schema that is out of date', () => {
    test.each([
        ['a table that is not there', withMembers({ code: '42P01' })],
        ['a column that is not there', withMembers({ code: '42703' })],
        ['a table that Prisma misses', withMembers({ code: 'P2021' })],
        ['a column that Prisma misses', withMembers({ code: 'P2022' })],
        ['one as the cause', new Error('outer', { cause: withMembers({ code: '42P01' }) })]
    ])('is %s', (_case, error) => {
        expect([isSchemaOutOfDate(error), isDatabaseOutage(error)]).toEqual([true, false]);
    });

    test.each([
        ['a constraint', withMembers({ code: '23505' })], ['a lost connection', withMembers({ code: '57P01' })],
        ['a mistake of ours', new TypeError('x is not a function')], ['no error', undefined]
    ])('is not %s', (_case, error) => {
        expect(isSchemaOutOfDate(error)).toBe(false);
    });
});
