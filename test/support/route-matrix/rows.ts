import { advanceRows } from './advance.rows.ts';
import { bulkRows } from './bulk.rows.ts';
import { correctiveRows } from './corrective.rows.ts';
import { documentRows } from './document.rows.ts';
import { draftRows } from './draft.rows.ts';
import { fromQuoteRows } from './from-quote.rows.ts';
import { issueRows } from './issue.rows.ts';
import { itemRows } from './item.rows.ts';
import { logoRows } from './logo.rows.ts';
import type { MatrixRow, OpenRow, OwnedRow, RouteRows, StoringNothingRow, WritingRow } from './matrix-row.ts';
import { openRows } from './open.rows.ts';
import { organisationRows } from './organisation.rows.ts';
import { pageLinkRows } from './page-link.rows.ts';
import { paymentRows } from './payment.rows.ts';
import { proformaRows } from './proforma.rows.ts';
import { readingRows } from './reading.rows.ts';
import { reportRows } from './report.rows.ts';
import { sendRows } from './send.rows.ts';
import { sessionRows } from './session.rows.ts';
import { webhookRows } from './webhook.rows.ts';

/** The rows of every feature. A new feature adds its own file here. */
const features: readonly RouteRows[] = [
    openRows,
    draftRows,
    bulkRows,
    fromQuoteRows,
    itemRows,
    issueRows,
    sendRows,
    pageLinkRows,
    correctiveRows,
    proformaRows,
    advanceRows,
    paymentRows,
    documentRows,
    readingRows,
    reportRows,
    organisationRows,
    logoRows,
    webhookRows,
    sessionRows
];

/** Every row with its key, `METHOD /path`. */
export const matrix: readonly (readonly [route: string, row: MatrixRow])[] = features.flatMap(
    (rows): [string, MatrixRow][] => Object.entries(rows));

/** Rows of routes that need no token. */
export const openMatrix = matrix.filter((entry): entry is readonly [string, OpenRow] =>
    entry[1].isolation === 'no-organisation');

/** Rows of routes that belong to an organisation. */
export const ownedMatrix = matrix.filter((entry): entry is readonly [string, OwnedRow] =>
    entry[1].isolation !== 'no-organisation');

/** Rows of routes that change something. */
export const writingMatrix = matrix.filter((entry): entry is readonly [string, WritingRow] => 'writes' in entry[1]);

/** Rows of routes that change nothing, by verb or by purpose. */
export const storesNothing = ([route, row]: readonly [string, OwnedRow | StoringNothingRow]): boolean =>
    route.startsWith('GET ') || 'storesNothing' in row;

/** The row of a route. @throws Error when it has none */
export function rowOf(route: string): OwnedRow {
    const row = ownedMatrix.find(([key]) => key === route)?.[1];
    if (row === undefined) {
        throw new Error(`${route} has no row in test/support/route-matrix/`);
    }
    return row;
}
