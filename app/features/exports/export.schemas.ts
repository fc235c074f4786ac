import { calendarDate, uuid } from '../../foundation/schema/fields.ts';
import { oneOf, shape, type ValueOf } from '../../foundation/schema/shape.ts';
import { listFilters, sortKeys } from '../invoice-list/list.schemas.ts';

const form = {
    sortBy: oneOf('SortBy', sortKeys).default('issueDate').description('Member that the documents are sorted by.'),
    sortOrder: oneOf('SortOrder', ['asc', 'desc']).insensitive().default('asc')
        .description('Direction of the sorting, in any case.'),
    decimal: oneOf('CsvDecimal', ['dot', 'comma']).default('dot')
        .description('Sign before the decimals of numbers; a Polish Excel needs comma.')
};

const filters = {
    ...listFilters,
    contactId: uuid.description('Customer in contacts-service.'),
    separator: oneOf('CsvSeparator', ['comma', 'semicolon'])
        .description('Sign between cells. Default: comma, and with decimal=comma semicolon.')
};

/** `GET /exports/invoices.csv` and `GET /exports/items.csv` */
export const exportQuery = shape('ExportQuery', form, filters);

/** `GET /exports/vat.csv` */
export const vatExportQuery = shape('VatExportQuery', form, {
    ...filters,
    countedFrom: calendarDate.description('First day wanted on which VAT counts, as in the VAT report.'),
    countedTo: calendarDate.description('Last day wanted on which VAT counts, as in the VAT report.')
});

/** Query of an export. */
export type ExportQuery = ValueOf<typeof exportQuery>
    & Pick<ValueOf<typeof vatExportQuery>, 'countedFrom' | 'countedTo'>;
