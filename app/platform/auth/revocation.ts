import { handleType, TaskCancelledError } from 'cockatiel';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { openRedisGuard } from '../cache/redis-guard.ts';
import type { RevocationUnchecked } from '../observability/metrics.ts';
import type { Session, VerifiedCaller } from './caller.ts';
import type { SessionStore } from './session-store.ts';
import { unauthorized } from './unauthorized.ts';

/** The key under which a session (`sid`), a token (`jti`) or a token's hash is listed as ended; any value counts. */
export const revokedSessionKey = (id: string): string => `session:revoked:${id}`;

/**
 * The key under which all sessions of a subject are listed as ended. Its text is the second, since 1970, until which
 * tokens count as ended (`iat`). The subject is percent-encoded, so that no two pairs share a key.
 */
export const endedSubjectKey = (organisationId: string, subject: string): string =>
    `session:ended:${organisationId}:${encodeURIComponent(subject)}`;

/** The sessions of tokens: ended ones are refused. */
export type Sessions = {
    /** @throws DomainError `UNAUTHORIZED` | `SESSIONS_UNAVAILABLE` */
    assertLive(caller: VerifiedCaller): Promise<void>;
    /**
     * Ends a session: every token of it is refused from the next call on.
     * @throws DomainError `SESSIONS_UNAVAILABLE` when that could not be stored
     */
    end(session: Session): Promise<void>;
    /**
     * Ends all sessions of a subject: its tokens that were issued up to now, and those that do not tell when.
     * @throws DomainError `SESSIONS_UNAVAILABLE` when that could not be stored
     */
    endAllOf(organisationId: string, subject: string): Promise<void>;
};

/** Parts that {@link openSessions} works with. */
export type SessionsOptions = {
    readonly store: SessionStore;
    readonly clock: Clock;
    readonly config: {
        readonly revocationFail: 'open' | 'closed';
        readonly sessionMaxSeconds: number;
        readonly clockToleranceSeconds: number;
    };
    /** Notified each time the list was not read. */
    readonly unchecked: (outcome: RevocationUnchecked) => void;
};

/** Limit on the tokens of which it is remembered what the list said, with a key of some hundred characters each. */
const maxRemembered = 10_000;

/** Maximum age of the knowledge that a session is live, while the list cannot be read. */
const maxKnowledgeMs = 60_000;

type Known = { readonly ended: boolean; readonly at: number };

/**
 * Opens the list of ended sessions. It is asked with every call, so that an ended session is refused from the next call
 * on, on every replica. While it does not answer, a token is judged by what the list said of it within the last minute,
 * and after that by REVOCATION_FAIL. A token that was seen ended stays refused for all of the time.
 */
export function openSessions({ store, clock, config, unchecked }: SessionsOptions): Sessions {
    // Only a late answer costs the call something. A refusal comes at once, as while Redis is down. The list is still
    // asked, so that it counts again as soon as Redis is back.
    const { run } = openRedisGuard(handleType(TaskCancelledError));
    const remembered = new LRUCache<string, Known>({ max: maxRemembered });
    const nowMs = () => clock.now().getTime();
    const nowSeconds = () => Math.floor(nowMs() / 1_000);

    const stored = async (key: string, text: string, seconds: number): Promise<void> => {
        try {
            await run(() => store.put(key, text, Math.max(1, Math.ceil(seconds))));
        } catch (cause) {
            throw unavailable('The session was not ended: the list of ended sessions cannot be written', cause);
        }
    };

    return {
        assertLive: async (caller) => {
            const listed = await run(() => store.read(
                caller.session.ids.map(revokedSessionKey), endedSubjectKey(caller.organisationId, caller.subject)
            )).catch(() => undefined);
            const ended = listed && (listed.anySession || isUpTo(listed.subjectText, caller.session));
            const key = memoryKey(caller);
            if (ended !== undefined) {
                remembered.set(key, { ended, at: nowMs() });
            }
            if (ended ?? isEndedByMemory(remembered.get(key), nowMs(), config, unchecked)) {
                throw unauthorized('revoked', 'The session of this token was ended');
            }
        },
        end: async ({ ids: [id = ''], expiresAt }) => {
            // Not only until this token ends: a `sid` has others. And Redis evicts first what expires soonest, so that
            // a short entry would go before what is cached for a day.
            const left = expiresAt + config.clockToleranceSeconds - nowSeconds();
            await stored(revokedSessionKey(id), '1', Math.max(left, config.sessionMaxSeconds));
        },
        endAllOf: async (organisationId, subject) => {
            const until = nowSeconds() + config.clockToleranceSeconds;
            await stored(endedSubjectKey(organisationId, subject), String(until), config.sessionMaxSeconds);
        }
    };
}

/** Everything of a caller that the list is asked for; much shorter than a token may be. */
function memoryKey({ organisationId, subject, session: { ids, issuedAt } }: VerifiedCaller): string {
    return JSON.stringify([organisationId, subject, issuedAt, ...ids]);
}

/** Tells whether a subject's end covers a token. A text that is no number was not written by this service: all end. */
function isUpTo(text: string | null, { issuedAt }: Session): boolean {
    return text !== null && (issuedAt === undefined || !(Math.floor(issuedAt) > Number(text || 'nothing')));
}

/** The judgement on a token while the list is not read. @throws DomainError `SESSIONS_UNAVAILABLE` */
function isEndedByMemory(
    known: Known | undefined, nowMs: number, { revocationFail }: SessionsOptions['config'],
    unchecked: SessionsOptions['unchecked']
): boolean {
    if (known !== undefined && (known.ended || Math.abs(nowMs - known.at) < maxKnowledgeMs)) {
        unchecked('remembered');
        return known.ended;
    }
    unchecked(revocationFail);
    if (revocationFail === 'closed') {
        throw unavailable('The list of ended sessions cannot be read, and the token was not checked a moment ago');
    }
    return false;
}

function unavailable(message: string, cause?: unknown): DomainError {
    return new DomainError('SESSIONS_UNAVAILABLE', `${message}; try again in a few seconds`, {},
        cause === undefined ? {} : { cause });
}
