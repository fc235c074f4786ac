import type { GivenOrganisation } from '../given-organisation.ts';
import type { GivenService } from '../given-service.ts';
import type { EventType } from '../../../app/foundation/vocabulary/event-types.ts';
import type { AuditAction } from '../../../app/foundation/vocabulary/audit-actions.ts';
import type { Scope } from '../../../app/foundation/vocabulary/scopes.ts';

/** Parts of a call beside the method and path of its route. */
export type RouteCall = {
    /** A value for every `{name}` of the path. */
    readonly params?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
};

/**
 * Stores the things that the call needs, in the owner's organisation, and returns a call that must succeed. It is run
 * several times, also twice in one organisation. For `own-only`, mark what you store with `marked(owner)`.
 */
export type Arrange = (owner: GivenOrganisation, service: GivenService) => Promise<RouteCall>;

/**
 * Row of a route that needs no token and knows no organisation. `succeeds` is the status of a call with nothing in it:
 * 401 where a secret takes the place of a token.
 */
export type OpenRow = {
    readonly isolation: 'no-organisation';
    readonly succeeds: number;
    /** Values of its path. @default none */
    readonly call?: RouteCall;
};

type OrganisationRow = {
    /**
     * `by-id`: another organisation's id answers 404, as an id that does not exist.
     * `own-only`: a list, a report or a new thing, with nothing of another organisation in it.
     * `sessions`: an end of sessions, which answers nothing; `test/api/sessions.test.ts` shows whose end.
     */
    readonly isolation: 'by-id' | 'own-only' | 'sessions';
    /**
     * Scopes, written out although the route has them too: a route whose scope was changed by mistake must not pass.
     * Empty where any token may call.
     */
    readonly scopes: readonly Scope[];
    readonly arrange: Arrange;
    /** Status of the arranged call. */
    readonly succeeds: number;
    /** Valid values that do not exist, for each `{name}` of the path that is no UUID. */
    readonly unowned?: Readonly<Record<string, string>>;
    /**
     * Reason why the call takes ids that do not exist, and the test that shows the effect of another organisation's.
     */
    readonly takesAnyId?: string;
};

/** Row of a route that changes nothing. */
export type ReadingRow = OrganisationRow;

/** Row of a call by POST or another writing verb that, by its purpose, changes nothing. */
export type StoringNothingRow = OrganisationRow & {
    /** Reason, in a sentence. */
    readonly storesNothing: string;
};

/** Row of a route that changes something. */
export type WritingRow = OrganisationRow & { readonly writes: Writes; readonly atOnce: AtOnce };

/** Effects of one call beside its rows. */
export type Writes = {
    /** Actions of its audit entries. */
    readonly audit: readonly AuditAction[];
    /** Types of its outgoing events. */
    readonly events: readonly EventType[];
    /** Reason why there is no audit entry; only where `audit` is empty. */
    readonly unaudited?: string;
    /** True where a call that changes nothing has an audit entry and no event. */
    readonly changesOnly?: true;
};

/** Outcome of two calls at the same time. */
export type AtOnce = {
    /** Statuses of two identical calls without an Idempotency-Key, sorted. */
    readonly statuses: readonly [number, number];
    /** Number of the two that change something; the other one is refused, or answers the existing state. */
    readonly effects: 1 | 2;
    /** Conflicting calls, on the same thing. */
    readonly against?: readonly Opponent[];
} | { readonly untested: string };

/** A call of another route on the thing that this one was arranged for. */
export type Opponent = {
    /** Key of its row, such as `DELETE /invoices/{invoiceId}`. */
    readonly route: string;
    readonly body?: unknown;
    /** Valid pairs of statuses, this route's first. */
    readonly outcomes: readonly (readonly [number, number])[];
};

/** Rows by `METHOD /path`, as the route declares them. */
export type RouteRows = {
    readonly [route: `GET /${string}`]: ReadingRow | OpenRow;
    readonly [route: `${'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`]: WritingRow | StoringNothingRow | OpenRow;
};

/** Any row. */
export type MatrixRow = OpenRow | ReadingRow | StoringNothingRow | WritingRow;

/** A row of a route that belongs to an organisation. */
export type OwnedRow = Exclude<MatrixRow, OpenRow>;

/** Content of a draft that tests find wherever it appears: its owner's id is in every text. */
export function marked({ id }: Pick<GivenOrganisation, 'id'>) {
    return { customerName: `Klient ${id}`, customerAddress: 'ul. Lipowa 2, 00-002 Warszawa', notes: `Tajne ${id}` };
}
