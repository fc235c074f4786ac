import { givenToken } from './given-token.ts';
import type { Answered, GivenService } from './given-service.ts';
import {
    documentRow, lineRow, organisationRow, storeDocuments, type StoredDocuments, type StoredRow
} from './stored-documents.ts';

/** Expiry later than any clock that a test moves, in seconds since 1970. */
const exp = 4_000_000_000;

/** Stores an organisation with its documents; returns a way to read its reports. */
export async function givenBooks(
    service: GivenService, name: string, documents: StoredDocuments = {}, columns: StoredRow = {}
): Promise<(url: string) => Promise<Answered>> {
    await storeDocuments(service.databaseUrl, { organisation: [organisationRow(name, columns)], ...documents });
    const token = await givenToken({ org: name, exp });
    return async (url) => service.call('GET', url, { token });
}

/** A document of one amount at 23 %, with its line. */
export function withLine(
    organisation: string, [net, vat, gross]: readonly [string, string, string],
    columns: StoredRow = {}, line: StoredRow = {}
): [StoredRow, StoredRow] {
    const document = documentRow(organisation, { total_net: net, total_vat: vat, total_gross: gross, ...columns });
    return [document, lineRow(document['id'], { net, vat, gross, ...line })];
}
