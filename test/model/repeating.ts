import { same } from './expectations.ts';
import { dayMs } from './model.ts';
import type { Command } from './step.ts';

/** Commands that must change nothing, and the passing of time. */

/** Repeats the last request under a key: the first answer to the byte. With other content the key is refused. */
export function replay(wish: { readonly altered: boolean }): Command {
    return {
        check: ({ last }) => last !== undefined,
        run: async (model, real) => {
            const { last } = model;
            if (last === undefined) return;
            model.tried.push(wish.altered ? 'replay altered' : 'replay');
            model.steps.push(`${wish.altered ? 'replay altered' : 'replay'}: ${last.method} ${last.url}`);
            const headers = { 'idempotency-key': last.key };
            const call = last.by === 'clerk' ? real.clerk : real.call;
            if (wish.altered) {
                const { status, body } = await call(
                    'POST', '/invoices', { headers, body: { customerName: 'Kto Inny' } });
                same('a key with other content', [status, body.code], [422, 'IDEMPOTENCY_KEY_REUSED']);
                return;
            }
            const again = await call(
                last.method, last.url, { headers, ...(last.body === undefined ? {} : { body: last.body }) });
            same(`${last.method} ${last.url} again`, [again.status, again.headers['idempotent-replayed'], again.text],
                [last.status, 'true', last.text]);
        },
        toString: () => `replay(${JSON.stringify(wish)})`
    };
}

/** Lets days pass. */
export function passDays(days: number): Command {
    return {
        check: () => true,
        run: async (model) => {
            model.now += days * dayMs;
            model.steps.push(`${days} days pass`);
        },
        toString: () => `pass(${days} days)`
    };
}
