import type { Database } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { readSeriesFacts, type SeriesFacts } from './numbering.repository.ts';
import { verifyChain, type ChainReport } from './verify-chain.ts';

/** The proof that a series has no gaps and no duplicates, and that its documents are as they were issued. */
export type NumberingAudit = {
    readonly series: string;
    /** Counter that the audit begins with: 1, or the one that the series was started with. */
    readonly firstNumber: number;
    /** Printed numbers of the first and last document. */
    readonly first: string | null;
    readonly last: string | null;
    readonly count: number;
    /**
     * Counters that no document has; empty unless the database was changed behind the service's back. At most 100 are
     * listed.
     */
    readonly gaps: readonly number[];
    readonly duplicates: readonly number[];
    /**
     * Documents dated before the date `after` of an earlier document of the series; only a caller with
     * `invoices:backdate` can make one.
     */
    readonly orderViolations: SeriesFacts['orderViolations'];
    /** True when there is neither gap nor duplicate, and there are as many documents as numbers were given. */
    readonly gapless: boolean;
    readonly chain: ChainReport;
};

/**
 * Proves from the documents themselves that a series is gapless and unchanged.
 * @param seriesId - Such as `vat_invoice-2026-11`.
 * @param after - Counter that the check of the hashes goes on after; 0 from the start.
 * @throws DomainError `SERIES_NOT_FOUND`
 */
export async function auditNumbering(
    database: Database, organisationId: string, seriesId: string, after: number
): Promise<NumberingAudit> {
    const facts = await readSeriesFacts(database, organisationId, seriesId);
    const chain = await verifyChain(database, organisationId, seriesId, { after });
    if (facts === undefined || chain === undefined) {
        throw new DomainError(
            'SERIES_NOT_FOUND', 'series: there is no such series in your organisation', { series: seriesId });
    }
    const { first, last, count, gaps, duplicates, orderViolations, firstNumber, lastNumber } = facts;
    return {
        series: seriesId,
        firstNumber: Number(firstNumber),
        first,
        last,
        count: Number(count),
        gaps: gaps.map(Number),
        duplicates: duplicates.map(Number),
        orderViolations,
        gapless: gaps.length === 0 && duplicates.length === 0
            && BigInt(count) === BigInt(lastNumber) - BigInt(firstNumber) + 1n,
        chain
    };
}
