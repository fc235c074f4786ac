import type { GivenOrganisation } from '../given-organisation.ts';
import type { GivenService } from '../given-service.ts';
import type { EventType } from '../../../app/foundation/vocabulary/event-types.ts';
import type { AuditAction } from '../../../app/foundation/vocabulary/audit-actions.ts';
import type { Scope } from '../../../app/foundation/vocabulary/scopes.ts';

/** What a call carries beside the method and path of its route. */
export type RouteCall = {
    /** A value for every `{name}` of the path. */
    readonly params?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
};

/**
 * Stores what the call is about, in the owner's organisation, and answers a call that must succeed. It is run several times, also twice in
 * one organisation. For `own-only`, mark what you store with `marked(owner)`.
 */
export type Arrange = (owner: GivenOrganisation, service: GivenService) => Promise<RouteCall>;

/** A route that needs no token and knows no organisation. */
export type OpenRow = { readonly isolation: 'no-organisation'; readonly succeeds: number };

type OrganisationRow = {
    /**
     * `by-id`: another organisation's id answers as one that does not exist, 404.
     * `own-only`: a list, a report or a new thing, in which nothing of another organisation appears.
     */
    readonly isolation: 'by-id' | 'own-only';
    /** Written out although the route says it too: a route whose scope was changed by mistake must not pass. */
    readonly scopes: readonly [Scope, ...Scope[]];
    readonly arrange: Arrange;
    /** Status of the arranged call. */
    readonly succeeds: number;
    /** For `{name}` of the path that is no UUID: a valid value that nobody has. */
    readonly nobodys?: Readonly<Record<string, string>>;
    /** Why the call takes ids that nobody has, and where the test is that shows what becomes of another organisation's. */
    readonly takesAnyId?: string;
};

/** A route that changes nothing. */
export type ReadingRow = OrganisationRow;

/** A call by POST or another writing verb that, by its purpose, changes nothing. */
export type StoringNothingRow = OrganisationRow & {
    /** Why, in a sentence. */
    readonly storesNothing: string;
};

/** A route that changes something. */
export type WritingRow = OrganisationRow & { readonly writes: Writes; readonly atOnce: AtOnce };

/** What one call leaves behind beside its rows. */
export type Writes = {
    /** Actions of its audit entries. */
    readonly audit: readonly AuditAction[];
    /** Types of its outgoing events. */
    readonly events: readonly EventType[];
    /** Why there is no audit entry; only where `audit` is empty. */
    readonly unaudited?: string;
};

/** What two calls at the same time come to. */
export type AtOnce = {
    /** Statuses of two identical calls without an Idempotency-Key, sorted. */
    readonly statuses: readonly [number, number];
    /** How many of the two change something; the other one was refused, or answers what is there already. */
    readonly effects: 1 | 2;
    /** Calls that get in its way, on the same thing. */
    readonly against?: readonly Opponent[];
} | { readonly untested: string };

/** A call of another route on what this one was arranged for. */
export type Opponent = {
    /** Key of its row, such as `DELETE /invoices/{invoiceId}`. */
    readonly route: string;
    readonly body?: unknown;
    /** The pairs of statuses that are right, this route's first. */
    readonly outcomes: readonly (readonly [number, number])[];
};

/** Rows by `METHOD /path`, as the route declares them. */
export type RouteRows = {
    readonly [route: `GET /${string}`]: ReadingRow | OpenRow;
    readonly [route: `${'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`]: WritingRow | StoringNothingRow;
};

/** Any row. */
export type MatrixRow = OpenRow | ReadingRow | StoringNothingRow | WritingRow;

/** A row of a route that belongs to an organisation. */
export type OwnedRow = Exclude<MatrixRow, OpenRow>;

/** Content of a draft that is found again wherever it appears: its owner's id is in every text. */
export function marked({ id }: Pick<GivenOrganisation, 'id'>) {
    return { customerName: `Klient ${id}`, notes: `Tajne ${id}` };
}
