import { describe, expect, test } from '@jest/globals';
import { verifiedTokens } from './verified-tokens.ts';
import type { VerifiedCaller } from './caller.ts';

const verified: VerifiedCaller = {
    subject: 's', organisationId: 'o', scopes: [], via: 'token', token: 't',
    session: { ids: ['sid-1'], issuedAt: undefined, expiresAt: 4_000_000_000 }
};

function given() {
    let now = 1_000_000;
    const tokens = verifiedTokens({ now: () => new Date(now) });
    return {
        tokens,
        pass: (milliseconds: number) => {
            now += milliseconds;
        },
        now: () => now
    };
}

describe('tokens that were found good', () => {
    test('are known for a minute and not longer', () => {
        const { tokens, pass, now } = given();
        tokens.keep('a', verified, now() + 3_600_000);

        pass(59_999);
        const before = tokens.find('a');
        pass(1);

        expect([before, tokens.find('a')]).toEqual([verified, undefined]);
    });

    test('are forgotten when they end', () => {
        const { tokens, pass, now } = given();
        tokens.keep('a', verified, now() + 5_000);

        pass(5_000);

        expect(tokens.find('a')).toBeUndefined();
    });

    test('are not known any longer when the clock is set back', () => {
        const { tokens, pass, now } = given();
        tokens.keep('a', verified, now() + 3_600_000);

        pass(-1);

        expect(tokens.find('a')).toBeUndefined();
    });

    test('are a thousand at most; the one that was used longest ago goes', () => {
        const { tokens, now } = given();
        for (let n = 0; n < 1_000; n += 1) {
            tokens.keep(`token-${n}`, verified, now() + 60_000);
        }
        tokens.find('token-0');

        tokens.keep('one more', verified, now() + 60_000);

        expect([tokens.find('token-0'), tokens.find('token-1'), tokens.find('one more')])
            .toEqual([verified, undefined, verified]);
    });
});
