import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scopes } from '../../foundation/vocabulary/scopes.ts';
import { roleMapWith } from '../config/roles.ts';
import { callerFromClaims, type ClaimRules } from './token-claims.ts';

const roles = roleMapWith({}, []);
const rules = {
    organisationClaim: 'org', multiTenant: false, defaultOrganisation: 'default', roles, scopeMode: 'narrow'
} as const satisfies ClaimRules;

const role = fc.constantFrom(...roles.keys(), 'king');
const word = fc.oneof(fc.constantFrom(...scopes, 'openid', 'invoice:read', 'INVOICES:READ', '*', ''), fc.string());
const words = fc.array(word, { maxLength: 5 });
const claim = fc.oneof(words.map((list) => list.join(' ')), words);

function scopesOf(claims: Readonly<Record<string, unknown>>, changes: Partial<ClaimRules> = {}): readonly string[] {
    return callerFromClaims({ sub: 'user-1', ...claims }, { ...rules, ...changes }).scopes;
}

describe('a claim of scopes beside a role', () => {
    test.each(['narrow', 'ours'] as const)('never gives more than the role alone (%s)', (scopeMode) => {
        fc.assert(fc.property(
            fc.array(role, { maxLength: 3 }), claim, fc.constantFrom('scope', 'scp'), (held, value, name) => {
                const alone = scopesOf({ roles: held }, { scopeMode });

                const narrowed = scopesOf({ roles: held, [name]: value }, { scopeMode });

                expect(alone).toEqual(expect.arrayContaining([...narrowed]));
            }));
    });

    test('gives only scopes that it names', () => {
        fc.assert(fc.property(role, claim, (held, value) => {
            const words = [value].flat().flatMap((text) => text.split(' '));

            expect(words).toEqual(expect.arrayContaining([...scopesOf({ role: held, scope: value })]));
        }));
    });
});
