import type { Database, Statement } from '../../platform/database/database.ts';
import type { DocumentState } from '../../foundation/vocabulary/document-states.ts';
import { maxArchivedFiles } from './archive-limits.ts';

/** Facts about a file of the archive. */
export type ArchivedFacts = {
    readonly state: DocumentState;
    /** Day of the state, `YYYY-MM-DD`. */
    readonly day: string;
    readonly language: string;
    /** SHA-256 of the content, hex. */
    readonly sha256: string;
    readonly size: number;
    readonly templateVersion: string;
    readonly createdAt: Date;
};

/** A file of the archive with its content. */
export type ArchivedContent = ArchivedFacts & { readonly content: Buffer };

/** A file to be archived. */
export type NewArchivedFile = ArchivedContent & { readonly organisationId: string; readonly invoiceId: string };

/** A file with the number of its document. */
export type FileOfDocument = {
    readonly number: string; readonly isProforma: boolean; readonly file: ArchivedContent;
};

type FactsRow = {
    readonly state: DocumentState; readonly day: string; readonly language: string; readonly sha256: string;
    readonly size: number; readonly template_version: string; readonly created_at: Date;
};
type ContentRow = FactsRow & { readonly content: Buffer };
type DocumentRow = ContentRow & { readonly number: string; readonly invoice_type: string };

const facts = 'f.state, f.day::text AS day, f.language, f.sha256, f.size, f.template_version, f.created_at';

const ofOneDocument = 'f.organisation_id = $1 AND f.invoice_id = $2::uuid';

const selectCurrent: Statement = {
    name: 'select_current_document_file',
    text: `SELECT i.number, i.invoice_type, f.content, ${facts}
        FROM invoices.invoice i JOIN invoices.document_file f ON f.organisation_id = i.organisation_id
            AND f.invoice_id = i.id AND f.state = CASE WHEN i.annulled_at IS NULL THEN 'issued' ELSE 'annulled' END
        WHERE i.organisation_id = $1 AND i.id = $2::uuid AND i.number IS NOT NULL`
};

const selectOfState: Statement = {
    name: 'select_document_file',
    text: `SELECT f.content, ${facts} FROM invoices.document_file f
        WHERE ${ofOneDocument} AND f.state = $3 AND f.day = $4::date`
};

const selectFactsOfState: Statement = {
    name: 'select_document_file_facts',
    text: `SELECT ${facts} FROM invoices.document_file f
        WHERE ${ofOneDocument} AND f.state = $3 AND f.day = $4::date`
};

const selectByHash: Statement = {
    name: 'select_document_file_by_hash',
    text: `SELECT f.content, ${facts} FROM invoices.document_file f WHERE ${ofOneDocument} AND f.sha256 = $3 LIMIT 1`
};

const selectAll: Statement = {
    name: 'select_document_files',
    text: `SELECT ${facts} FROM invoices.document_file f WHERE ${ofOneDocument} ORDER BY f.created_at, f.day LIMIT $3`
};

/** Columns of a new file, in the order of {@link fileValues}. */
export const fileColumns = `organisation_id, invoice_id, state, day, language, content, sha256, size, template_version,
    created_at`;

const insertFile: Statement = {
    name: 'insert_document_file',
    text: `INSERT INTO invoices.document_file (${fileColumns})
        VALUES ($1, $2::uuid, $3, $4::date, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING state`
};

/** The file of the state that a document is in, or undefined before it was archived. */
export async function findCurrentFile(
    { query }: Pick<Database, 'query'>, organisationId: string, invoiceId: string
): Promise<FileOfDocument | undefined> {
    const [row] = await query<DocumentRow>(selectCurrent, [organisationId, invoiceId]);
    return row && { number: row.number, isProforma: row.invoice_type === 'proforma', file: toContent(row) };
}

/** The file of one state and day of a document. */
export async function findFileOfState(
    { query }: Pick<Database, 'query'>, organisationId: string, invoiceId: string,
    { state, day }: Pick<ArchivedFacts, 'state' | 'day'>
): Promise<ArchivedContent | undefined> {
    const [row] = await query<ContentRow>(selectOfState, [organisationId, invoiceId, state, day]);
    return row && toContent(row);
}

/** Facts about the file of one state and day of a document; its content is not read. */
export async function findFactsOfState(
    { query }: Pick<Database, 'query'>, organisationId: string, invoiceId: string,
    { state, day }: Pick<ArchivedFacts, 'state' | 'day'>
): Promise<ArchivedFacts | undefined> {
    const [row] = await query<FactsRow>(selectFactsOfState, [organisationId, invoiceId, state, day]);
    return row && toFacts(row);
}

/** The file of a document whose content has this hash. @param sha256 - Hex. */
export async function findFileByHash(
    { query }: Pick<Database, 'query'>, organisationId: string, invoiceId: string, sha256: string
): Promise<ArchivedContent | undefined> {
    const [row] = await query<ContentRow>(selectByHash, [organisationId, invoiceId, sha256]);
    return row && toContent(row);
}

/** All files of a document, in the order in which they were made. */
export async function listFiles(
    { query }: Pick<Database, 'query'>, organisationId: string, invoiceId: string
): Promise<readonly ArchivedFacts[]> {
    return (await query<FactsRow>(selectAll, [organisationId, invoiceId, maxArchivedFiles])).map(toFacts);
}

/** Archives a file. @returns False when its state and day have one already, which is kept */
export async function insertArchivedFile({ query }: Pick<Database, 'query'>, file: NewArchivedFile): Promise<boolean> {
    return (await query(insertFile, fileValues(file))).length === 1;
}

/** Values of {@link fileColumns}. */
export function fileValues(file: NewArchivedFile): readonly unknown[] {
    return [
        file.organisationId, file.invoiceId, file.state, file.day, file.language, file.content, file.sha256, file.size,
        file.templateVersion, file.createdAt
    ];
}

function toFacts({ template_version: templateVersion, created_at: createdAt, ...row }: FactsRow): ArchivedFacts {
    const { state, day, language, sha256, size } = row;
    return { state, day, language, sha256, size, templateVersion, createdAt };
}

function toContent(row: ContentRow): ArchivedContent {
    return { ...toFacts(row), content: row.content };
}
