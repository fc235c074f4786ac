import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { models, type DocumentedAnswer, type Schema } from './api-document.ts';

const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: false });
addFormats.default(ajv);
// Formats whose rules no tool knows: the generator has right ones.
for (const format of ['nip', 'regon', 'eu-vat-id', 'nip-or-eu-vat-id', 'iban', 'dark-colour', 'picture']) {
    ajv.addFormat(format, true);
}
ajv.addSchema({ $id: 'api', components: { schemas: models } });
const compiled = new Map<Schema, ValidateFunction>();

/** The fault of a value by a schema of the document; undefined when the schema lets it through. */
export function faultByDocument(schema: Schema, value: unknown): string | undefined {
    const validate = compiled.get(schema) ?? compile(schema);
    return validate(value) ? undefined : ajv.errorsText(validate.errors);
}

function compile(schema: Schema): ValidateFunction {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/');
    const validate = ajv.compile(JSON.parse(text) as object);
    compiled.set(schema, validate);
    return validate;
}

/** One answer, as far as the document describes answers. */
export type GivenAnswer = {
    readonly status: number; readonly headers: Readonly<Record<string, unknown>>;
    readonly body: unknown; readonly text: string;
};

/** The fault of an answer by the document: its status, its content type or its body; undefined when it has none. */
export function faultOfAnswer(
    answers: Readonly<Record<string, DocumentedAnswer>>, { status, headers, body, text }: GivenAnswer
): string | undefined {
    const documented = answers[String(status)];
    if (documented === undefined) {
        return `status ${status} is not documented`;
    }
    if (documented.content === undefined) {
        return text === '' ? undefined : `status ${status} has a body that is not documented`;
    }
    const type = String(headers['content-type']).split(';')[0] ?? '';
    const schema = documented.content[type]?.schema;
    if (schema === undefined) {
        return `content type ${type} of status ${status} is not documented`;
    }
    if (schema.format === 'binary') {
        return undefined;
    }
    const fault = faultByDocument(schema, body ?? JSON.parse(text));
    return fault === undefined ? undefined : `answer ${status}: ${fault}`;
}
