import { bulkSize, draft, manyDrafts, type Api } from './api.ts';
import type { HttpJob } from './http-driver.ts';
import type { TappedRequests } from './round-trips.ts';
import type { Load } from './slice.ts';
import type { SqlJob } from './sql-driver.ts';

/** Share that is wanted of a ceiling, or a speed of its own. */
export type Aim = { readonly against: 'sql' | 'bare'; readonly share: number } | { readonly perSecond: number };

/** One row of the table: the same work through the service and at its ceilings. */
export type Scenario = {
    readonly key: string;
    readonly title: string;
    readonly aim: Aim | undefined;
    readonly http: Unloaded<HttpJob>;
    readonly sql: Unloaded<SqlJob>;
    /** Bytes of the service's answer, for the bare route. */
    readonly bareBody: string | undefined;
    /** Id in the statement that the last part of a path replaces. */
    readonly readId?: string;
    /**
     * Load of an expensive operation: units counted for each, operations under way at once, and operations that warm it
     * up.
     */
    readonly heavy?: { readonly units: number; readonly concurrency: number; readonly warmUp: number };
};

/** A job without its load. */
type Unloaded<Job> = Job extends unknown ? Omit<Job, keyof Load> : never;

/** Server, organisations and statements that the scenarios work on. */
export type Stage = {
    readonly port: number;
    readonly databaseUrl: string;
    readonly poolSize: number;
    /** Organisations that issue; the statements were tapped from the first. */
    readonly sellers: readonly Api[];
    /** The organisation with 100 000 invoices; `ids` has some of them. */
    readonly archive: Api;
    readonly ids: readonly string[];
    readonly tapped: TappedRequests;
};

/** Every scenario, in the order of the table. */
export async function scenariosOf(stage: Stage): Promise<readonly Scenario[]> {
    const { port, sellers, archive, ids, tapped } = stage;
    const first = sellers[0] ?? archive;
    const issuing = (key: string, title: string, organisations: readonly Api[], aim: Aim | undefined): Scenario => ({
        key, title, aim, bareBody: undefined,
        http: { kind: 'create-and-issue', port, tokens: organisations.map(({ token }) => token), draft },
        sql: sqlOf(stage, tapped.createAndIssue,
            [{ from: first.organisation, to: organisations.map(({ organisation }) => organisation) }], true)
    });
    const lines = bulkSize.invoices * bulkSize.lines;
    const bulk: Scenario = {
        key: 'bulk',
        title: `bulk create, ${bulkSize.invoices} invoices of ${bulkSize.lines} lines (lines)`,
        aim: { perSecond: 10_000 },
        bareBody: undefined,
        heavy: { units: lines, concurrency: 2, warmUp: 8 },
        http: { kind: 'create-many', port, tokens: sellers.map(({ token }) => token), body: manyDrafts },
        sql: sqlOf(stage, tapped.createMany,
            [{ from: first.organisation, to: sellers.map(({ organisation }) => organisation) }], true)
    };
    type Row = Pick<Scenario, 'key' | 'title' | 'sql' | 'aim'>;
    const reading = async (row: Row, paths: readonly string[]): Promise<Scenario> => ({
        ...row,
        readId: tapped.invoiceId,
        http: { kind: 'get', port, tokens: [archive.token], paths },
        bareBody: (await archive.call('GET', paths[0] ?? '')).text
    });
    const ofArchive = { from: first.organisation, to: [archive.organisation] };
    return [
        issuing(
            'issue-many', `create + issue, ${sellers.length} organisations`, sellers, { against: 'sql', share: 0.4 }),
        issuing('issue-one', 'create + issue, one organisation', [first], undefined),
        bulk,
        await reading({
            key: 'read', title: 'read one, five lines', aim: { against: 'bare', share: 0.6 },
            sql: sqlOf(stage, tapped.read, [ofArchive, { from: tapped.invoiceId, to: ids }], false)
        }, ids.map((id) => `/invoices/${id}`)),
        await reading({
            key: 'list', title: 'list 20 of 100 000', aim: undefined,
            sql: sqlOf(stage, tapped.list, [ofArchive], false)
        }, ['/invoices']),
        await reading({
            key: 'list-page', title: 'list 20 of 100 000, with total', aim: undefined,
            sql: sqlOf(stage, tapped.listPage, [ofArchive], false)
        }, ['/invoices?page=1'])
    ];
}

function sqlOf(
    { databaseUrl, poolSize }: Stage, statements: SqlJob['statements'], renamed: SqlJob['renamed'], freshIds: boolean
): Scenario['sql'] {
    return { url: databaseUrl, poolSize, statements, renamed, freshIds };
}
