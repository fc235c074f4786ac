import type { Clock } from '../../app/foundation/clock/clock.ts';
import { openDatabase } from '../../app/platform/database/database.ts';
import { addressGuard, resolveLocal } from '../../app/features/webhooks/address-guard.ts';
import type { AttemptOutcome } from '../../app/features/webhooks/attempt-delivery.ts';
import { startRelay, type RelayOptions } from '../../app/features/webhooks/relay.ts';
import { sendingLimits, type Transport } from '../../app/features/webhooks/send-webhook.ts';
import { eventually } from './eventually.ts';
import { givenSecrets } from './given-secrets.ts';

/** The relay of a worker, in the test's own process. */
export type GivenRelay = {
    readonly outcomes: readonly AttemptOutcome[];
    readonly messages: readonly string[];
    /** Resolves when that many attempts have ended. */
    attempted(count: number): Promise<void>;
    close(): Promise<void>;
};

/** Relays events of a database to receivers on loopback, unless the overrides say otherwise. */
export function givenRelay(
    databaseUrl: string, clock: Clock,
    overrides: Partial<Omit<RelayOptions, 'transport'>> & { readonly transport?: Partial<Transport> } = {}
): GivenRelay {
    const database = openDatabase({ url: databaseUrl, poolSize: 4 });
    const outcomes: AttemptOutcome[] = [];
    const messages: string[] = [];
    const log = (_fields: object, message: string) => void messages.push(message);
    const { transport, ...others } = overrides;
    const relay = startRelay({
        database, clock, secrets: givenSecrets(), version: 'test', random: () => 0.5, ready: async () => true,
        graceMs: 2_000, pollMs: 25,
        observer: { attempted: (outcome) => void outcomes.push(outcome) },
        log: { info: log, warn: log, error: log },
        transport: {
            ...sendingLimits, allowPrivate: true, guard: addressGuard({ allowPrivate: true, ownPorts: [] }),
            resolve: resolveLocal, ...transport
        },
        ...others
    });
    return {
        outcomes, messages,
        attempted: async (count) => {
            await eventually(
                `${count} attempts`, () => outcomes.length, { every: 10, until: (ended) => ended >= count });
        },
        close: async () => {
            await relay.stop();
            await database.close();
        }
    };
}
