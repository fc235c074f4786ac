import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { isSealed, openSecrets, type SecretPlace, type Secrets } from './secrets.ts';

const [oldKey, newKey] = ['0a'.repeat(32), '0b'.repeat(32)];
const place: SecretPlace = { organisationId: 'acme', kind: 'webhook', id: 'a' };
const told: SecretPlace[] = [];
const observer = { unreadable: (where: SecretPlace) => void told.push(where) };
const underOld = openSecrets([oldKey], observer);
const underNew = openSecrets([newKey], observer);
const rotating = openSecrets([newKey, oldKey], observer);

/** The code of the refusal to open, or the text that was opened. */
function openedBy(secrets: Secrets, sealed: string, where = place): string {
    try {
        return secrets.open(sealed, where);
    } catch (error) {
        if (error instanceof DomainError) return error.code;
        throw error;
    }
}

/** The sealed text with one sign of one of its parts changed. */
function spoilt(sealed: string, part: number): string {
    const parts = sealed.split('.');
    const text = parts[part] ?? '';
    parts[part] = `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
    return parts.join('.');
}

describe('a sealed text', () => {
    test.each(['whsec_abc', '', 'zażółć 🎉', 'x'.repeat(100_000)])('opens as it was: %.20s', (text) => {
        const sealed = underOld.seal(text, place);

        expect([isSealed(sealed), isSealed(text), openedBy(underOld, sealed)]).toEqual([true, false, text]);
    });

    test('differs each time, and shows nothing of its text', () => {
        const sealed = Array.from({ length: 100 }, () => underOld.seal('whsec_abc', place));

        expect(new Set(sealed).size).toBe(100);
        expect(new Set(sealed.map((text) => text.split('.')[2])).size).toBe(100);
        expect(sealed.join()).not.toContain(Buffer.from('whsec').toString('base64url'));
    });

    test('opens in no other organisation, kind or record', () => {
        const sealed = underOld.seal('whsec_abc', place);
        const others: readonly SecretPlace[] = [
            { ...place, organisationId: 'other' }, { ...place, kind: 'kept_answer' }, { ...place, id: 'b' },
            { ...place, organisationId: 'acm', id: 'ea' }
        ];

        expect(others.map((other) => openedBy(underOld, sealed, other)))
            .toEqual(others.map(() => 'SECRET_UNREADABLE'));
    });

    test.each([0, 1, 2, 3])('with a changed part %i does not open', (part) => {
        expect(openedBy(underOld, spoilt(underOld.seal('whsec_abc', place), part))).toBe('SECRET_UNREADABLE');
    });

    test.each(['', 'whsec_abc', 'sealed-1.', 'sealed-1.a.b.c', 'sealed-1....'])(
        'that is none, %j, does not open', (text) => {
            expect(openedBy(underOld, text)).toBe('SECRET_UNREADABLE');
        });
});

describe('while keys are rotated', () => {
    test('the newest seals and both open; without the old key its texts are lost', () => {
        const old = underOld.seal('whsec_abc', place);
        const fresh = rotating.seal('whsec_def', place);

        expect([old, fresh].map((text) => openedBy(rotating, text))).toEqual(['whsec_abc', 'whsec_def']);
        expect([old, fresh].map((text) => openedBy(underNew, text))).toEqual(['SECRET_UNREADABLE', 'whsec_def']);
        expect([old, fresh].map((text) => rotating.isUnderNewest(text))).toEqual([false, true]);
    });

    test('the observer is told of what cannot be opened, and of nothing else', () => {
        told.splice(0);

        openedBy(rotating, underOld.seal('a', place));
        openedBy(underNew, underOld.seal('a', place));

        expect(told).toEqual([place]);
    });
});
