import { describe, expect, test } from '@jest/globals';
import { baseUrlOf, canBeAskedFor, headersOf, urlOf } from './request-parts.ts';

describe('baseUrlOf', () => {
    test.each([
        ['http://contacts:3005', 'http://contacts:3005'],
        ['http://contacts:3005/', 'http://contacts:3005'],
        ['http://contacts:3005/api/v1//', 'http://contacts:3005/api/v1'],
        ['https://user:secret@contacts.example/api?key=secret#x', 'https://contacts.example/api']
    ])('brings %s into one form', (url, expected) => {
        expect(baseUrlOf(url)).toBe(expected);
    });
});

describe('urlOf', () => {
    test.each([
        '../admin', '..%2fadmin', 'a?b=c', 'a#b', 'a\\b', 'ą/ę', '%2e%2e'
    ])('keeps %s inside one part of the path', (id) => {
        const { pathname, search, hash } = urlOf('http://contacts:3005/api/v1', ['contacts', id]);

        expect(pathname.split('/')).toHaveLength(5);
        expect(decodeURIComponent(pathname.split('/')[4] ?? '')).toBe(id);
        expect([search, hash]).toEqual(['', '']);
    });
});

describe('canBeAskedFor', () => {
    test.each(['', '.', '..', '\udc00', 'x'.repeat(201)])('of %j is false', (id) => {
        expect(canBeAskedFor(id)).toBe(false);
    });

    test.each(['...', 'x'.repeat(200), 'ż'])('of %j is true', (id) => {
        expect(canBeAskedFor(id)).toBe(true);
    });
});

describe('headersOf', () => {
    test('passes on what there is, and says that a body is JSON', () => {
        const headers = headersOf({ organisationId: 'acme', requestId: 'r-1', traceparent: 't-1', token: 'abc' }, '{}');

        expect(headers).toEqual({
            'x-request-id': 'r-1', traceparent: 't-1', authorization: 'Bearer abc', 'content-type': 'application/json'
        });
    });

    test('leaves out what no header may hold', () => {
        expect(headersOf({ organisationId: 'acme', requestId: 'r\n1', token: 'a\0b' }, undefined)).toEqual({});
    });
});
