import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { agingBuckets } from '../../app/foundation/vocabulary/aging-buckets.ts';
import { auditActions } from '../../app/foundation/vocabulary/audit-actions.ts';
import { bulkJobStatuses, bulkJobTypes, bulkRowStatuses } from '../../app/foundation/vocabulary/bulk-jobs.ts';
import { correctionEffects } from '../../app/foundation/vocabulary/correction-effects.ts';
import { correctionParts } from '../../app/foundation/vocabulary/correction-parts.ts';
import { deviceKinds } from '../../app/foundation/vocabulary/device-kinds.ts';
import { documentTypes, draftTypes } from '../../app/foundation/vocabulary/document-types.ts';
import { documentStates, statesOfJobs } from '../../app/foundation/vocabulary/document-states.ts';
import { countries } from '../../app/foundation/vocabulary/countries.ts';
import { eInvoiceFormats, eInvoiceWords } from '../../app/foundation/vocabulary/e-invoice-formats.ts';
import { eventTypeNames, wantedEventTypes } from '../../app/foundation/vocabulary/event-types.ts';
import {
    bounceKinds, mailKinds, mailReasons, mailStates, mailTemplates
} from '../../app/foundation/vocabulary/mail-states.ts';
import { invoiceStatuses } from '../../app/foundation/vocabulary/invoice-statuses.ts';
import { itemTypes } from '../../app/foundation/vocabulary/item-types.ts';
import { paymentMethods } from '../../app/foundation/vocabulary/payment-methods.ts';
import { paymentStatuses } from '../../app/foundation/vocabulary/payment-statuses.ts';
import { priceCalls, priceSources, vatSources } from '../../app/foundation/vocabulary/price-sources.ts';
import { pricesIncludes } from '../../app/foundation/vocabulary/prices-include.ts';
import { pricingTiers } from '../../app/foundation/vocabulary/pricing-tiers.ts';
import { logoMediaTypes } from '../../app/foundation/vocabulary/logo-media-types.ts';
import { recipientRoles } from '../../app/foundation/vocabulary/recipient-roles.ts';
import { regionalZones } from '../../app/foundation/vocabulary/regional-zones.ts';
import { roundingModels } from '../../app/foundation/vocabulary/rounding-models.ts';
import { scopes } from '../../app/foundation/vocabulary/scopes.ts';
import { invoiceAccounts, settlementAccounts } from '../../app/foundation/vocabulary/settlement-accounts.ts';
import { settlementKinds } from '../../app/foundation/vocabulary/settlement-kinds.ts';
import { givenTaxPointRules, taxPointRules } from '../../app/foundation/vocabulary/tax-point-rules.ts';
import { vatCategories, vatKeywords, vatWords } from '../../app/foundation/vocabulary/vat-categories.ts';
import {
    allowanceKinds, deliveryStates, pausedReasons, webhookPaces, webhookStatuses
} from '../../app/foundation/vocabulary/webhook-states.ts';
import { readCheckLists, type CheckedList } from '../support/check-lists.ts';
import { givenDatabase, type GivenDatabase } from '../support/given-database.ts';
import { onDatabase } from '../support/given-lock.ts';

/**
 * A closed list, and the columns that hold one of its values (or several), each closed by a CHECK constraint of that
 * very list.
 */
type Claim = { readonly values: readonly string[]; readonly columns: readonly string[] };

const claims = {
    invoiceStatuses: { values: invoiceStatuses, columns: ['invoice.status'] },
    paymentStatuses: { values: paymentStatuses, columns: ['invoice.payment_status'] },
    documentTypes: { values: documentTypes, columns: ['invoice.invoice_type', 'numbering_series.invoice_type'] },
    pricesIncludes: { values: pricesIncludes, columns: ['invoice.prices_include'] },
    roundingModels: { values: roundingModels, columns: ['invoice.rounding_model', 'organisation.rounding_model'] },
    paymentMethods: {
        values: paymentMethods, 
        columns: ['invoice.payment_method', 'organisation.default_payment_method', 'settlement.payment_method']
    },
    itemTypes: { values: itemTypes, columns: ['invoice_line.item_type', 'organisation.split_payment_item_types'] },
    vatCategories: { values: vatCategories, columns: ['invoice_line.vat_category'] },
    vatWords: { values: vatWords, columns: ['invoice_line.vat_word'] },
    pricingTiers: { values: pricingTiers, columns: ['invoice_line.pricing_tier'] },
    regionalZones: { values: regionalZones, columns: ['invoice_line.regional_zone'] },
    eInvoiceFormats: { values: eInvoiceFormats, columns: ['invoice.e_invoice', 'organisation.e_invoice'] },
    taxPointRules: { values: taxPointRules, columns: ['invoice_line.tax_point_rule'] },
    correctionEffects: { values: correctionEffects, columns: ['invoice.correction_effect'] },
    documentStates: { values: documentStates, columns: ['document_file.state'] },
    correctionParts: { values: correctionParts, columns: ['invoice_line.correction_part'] },
    settlementKinds: { values: settlementKinds, columns: ['settlement.kind'] },
    settlementAccounts: { values: settlementAccounts, columns: ['settlement_entry.account'] },
    bulkJobTypes: { values: bulkJobTypes, columns: ['bulk_job.type'] },
    bulkRowStatuses: { values: bulkRowStatuses, columns: ['bulk_job_row.status'] },
    webhookStatuses: { values: webhookStatuses, columns: ['webhook_endpoint.status'] },
    pausedReasons: { values: pausedReasons, columns: ['webhook_endpoint.paused_reason'] },
    deliveryStates: { values: deliveryStates, columns: ['webhook_delivery.state'] },
    webhookPaces: { values: webhookPaces, columns: ['webhook_endpoint.pace'] },
    mailKinds: { values: mailKinds, columns: ['mail_delivery.kind'] },
    mailStates: { values: mailStates, columns: ['mail_delivery.state'] },
    mailTemplates: { values: mailTemplates, columns: ['mail_delivery.template'] },
    deviceKinds: { values: deviceKinds, columns: ['page_view.device'] },
    allowanceKinds: { values: allowanceKinds, columns: ['webhook_allowance.kind'] }
} satisfies Record<string, Claim>;

/** Lists without a CHECK constraint, and why. */
const unchecked: Readonly<Record<string, { readonly values: readonly string[]; readonly why: string }>> = {
    agingBuckets: { values: agingBuckets, why: 'computed; the SQL of the report is made from the list' },
    auditActions: { values: auditActions, why: 'grows with each feature, and only the service writes it' },
    eventTypeNames: { values: eventTypeNames, why: 'grows with each feature, and only the service writes it' },
    wantedEventTypes: { values: wantedEventTypes, why: 'a part of eventTypeNames' },
    mailReasons: { values: mailReasons, why: 'grows with what mail servers say, and only the service writes it' },
    bounceKinds: { values: bounceKinds, why: 'a word of the API, stored as a state and a reason' },
    bulkJobStatuses: { values: bulkJobStatuses, why: 'computed from the times and rows of a job' },
    givenTaxPointRules: { values: givenTaxPointRules, why: 'a part of taxPointRules' },
    draftTypes: { values: draftTypes, why: 'a part of documentTypes' },
    statesOfJobs: { values: statesOfJobs, why: 'a part of documentStates' },
    invoiceAccounts: { values: invoiceAccounts, why: 'a part of settlementAccounts' },
    vatKeywords: { values: vatKeywords, why: 'words of the API, stored as a category, a rate and a word' },
    countries: { values: countries, why: 'a member of a JSON value' },
    eInvoiceWords: { values: eInvoiceWords, why: 'words of the API; none is stored as null' },
    recipientRoles: { values: recipientRoles, why: 'a member of a JSON value' },
    logoMediaTypes: { values: logoMediaTypes, why: 'a member of a JSON value' },
    priceSources: { values: priceSources, why: 'a member of a JSON value' },
    vatSources: { values: vatSources, why: 'a member of a JSON value' },
    priceCalls: { values: priceCalls, why: 'a member of a JSON value' },
    scopes: { values: scopes, why: 'not stored: it follows from the role of a token' }
};

let database: GivenDatabase;
let lists: readonly CheckedList[];
beforeAll(async () => {
    database = await givenDatabase();
    lists = await readCheckLists(database.url);
});
afterAll(() => database.drop());

/** Checks whether a CHECK constraint closes a column to exactly these values. */
function isHeld(column: string, values: readonly string[]): boolean {
    const wanted = [...values].sort();
    return lists.some((list) => list.column === column && list.closed && isSame(list.values, wanted));
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
    return left.length === right.length && left.every((value, place) => value === right[place]);
}

describe.each(Object.entries<Claim>(claims))('%s', (_name, { values, columns }) => {
    test.each(columns)('are the values that %s may hold, and no others', (column) => {
        const named = lists.filter((list) => list.column === column);

        // A change of the list needs a migration that changes the constraint and is newer than both.
        const wanted = { constraint: expect.any(String), column, values: [...values].sort(), closed: true };
        expect(named).toContainEqual(wanted);
    });

    test.each(columns)('with a value more or less would not be those of %s', (column) => {
        expect(isHeld(column, values)).toBe(true);
        expect(isHeld(column, [...values, 'added'])).toBe(false);
        for (const removed of values) {
            expect(isHeld(column, values.filter((value) => value !== removed))).toBe(false);
        }
    });
});

test('every word that a CHECK constraint names is in the list of its column', () => {
    const valuesOf = new Map(Object.values<Claim>(claims).flatMap(({ values, columns }) =>
        columns.map((column) => [column, values] as const)));

    const unclaimed = lists.filter(({ column, values }) =>
        values.some((value) => valuesOf.get(column)?.includes(value) !== true));

    expect(unclaimed).toEqual([]);
});

test('each list of the vocabulary is held to the database, or says why not', async () => {
    const folder = fileURLToPath(new URL('../../app/foundation/vocabulary', import.meta.url));
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    const modules = await Promise.all(
        files.map((name): Promise<Record<string, unknown>> => import(`${folder}/${name}`)));

    const found = modules.flatMap((module) => Object.entries(module))
        .filter(([, value]) => isListOfWords(value)).map(([name]) => name);

    expect(found.sort()).toEqual([...Object.keys(claims), ...Object.keys(unchecked)].sort());
});

function isListOfWords(value: unknown): boolean {
    return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

test.each(Object.entries({ ...claims, ...unchecked }))('%s names nothing twice', (_name, { values }) => {
    expect(new Set<string>(values).size).toBe(values.length);
});

test('a list in a CHECK constraint is found in each form, with whether it is closed', async () => {
    await onDatabase(database.url, `CREATE TABLE plank (finish text CHECK (finish IN ('oiled', 'it''s raw')),
        wood text CHECK ((wood = 'oak' AND finish IS NULL) OR (wood = 'ash' AND finish IS NOT NULL)),
        grade text CHECK (CASE grade WHEN 'A' THEN true WHEN 'B' THEN finish IS NULL ELSE false END),
        open_grade text CHECK (CASE open_grade WHEN 'A' THEN true END),
        uses text[] CHECK (uses <@ ARRAY['floor', 'wall']),
        width int CHECK (width IN (90, 120)), code text CHECK (code ~ '^[A-Z]$'))`);

    const found = (await readCheckLists(database.url)).filter(({ column }) => column.startsWith('plank.'));

    expect(found.map(({ column, values, closed }) => [column, values.join(), closed]).sort()).toEqual([
        ['plank.finish', 'it\'s raw,oiled', true], ['plank.grade', 'A,B', true], ['plank.open_grade', 'A', false],
        ['plank.uses', 'floor,wall', true], ['plank.wood', 'ash,oak', true]
    ]);
});
