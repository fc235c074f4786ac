import { DomainError } from '../../foundation/errors/domain-error.ts';
import { exactNumber, type ExactNumber } from '../../foundation/schema/exact-number.ts';
import { parseJson } from '../../foundation/schema/parse-json.ts';
import { validationFailed } from './faults.ts';
import { repeatedKeys } from './repeated-keys.ts';
import { unsafeText } from './unsafe-text.ts';

const jsonType = /^application\/(?:[a-z0-9!#$&^_.+-]+\+)?json$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Pattern of a number that a binary float may not hold: only one with this many digits or more. */
const longNumber = /\d[\d.]{15,}/;

/**
 * The JSON value of a request body; `undefined` for an empty one of any type (axios sends a POST without
 * a body as a form of length 0).
 * @param contentType - The header as it came.
 * @throws DomainError `CONTENT_TYPE_UNSUPPORTED` | `INVALID_JSON` | `BODY_TOO_DEEP` | `VALIDATION_FAILED`
 */
export function readJsonBody(body: Buffer, contentType: string | undefined): unknown {
    if (body.length === 0) {
        return undefined;
    }

    assertJson(contentType);
    const text = decoded(body);
    const value = parsed(text);
    const { faults: unsafe, tooDeep } = unsafeText(value);
    if (tooDeep) {
        throw new DomainError('BODY_TOO_DEEP', 'The body is nested more deeply than any request of this API');
    }
    const faults = [...unsafe, ...repeatedKeys(text)];
    if (faults.length > 0) {
        throw validationFailed(faults, 'body');
    }
    return value;
}

function assertJson(contentType: string | undefined): void {
    const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim());
    const charset = parameters.map((parameter) => /^charset="?([^"]*)"?$/i.exec(parameter)?.[1])
        .find((name) => name !== undefined);
    if (!jsonType.test(type) || (charset !== undefined && !/^utf-?8$/i.test(charset))) {
        throw new DomainError(
            'CONTENT_TYPE_UNSUPPORTED', 'Content-Type: the body must be sent as application/json in UTF-8');
    }
}

/** Decodes UTF-8. RFC 8259 knows no other encoding, and a parser may ignore a byte order mark; TextDecoder drops it. */
function decoded(body: Buffer): string {
    try {
        return utf8.decode(body);
    } catch (cause) {
        throw new DomainError('INVALID_JSON', 'The body is not valid JSON: it is not UTF-8', {}, { cause });
    }
}

function parsed(text: string): unknown {
    try {
        return longNumber.test(text) ? parseJson(text, readNumber) : JSON.parse(text);
    } catch (cause) {
        throw new DomainError('INVALID_JSON', `The body is not valid JSON${placeOf(cause)}`, {}, { cause });
    }
}

/** The number, or its digits when a binary float would change it, so that none is lost before its field sees it. */
function readNumber(value: number, source: string): number | ExactNumber {
    if (/e/i.test(source)) {
        return value;
    }
    const plain = source.includes('.') ? source.replace(/\.?0+$/, '') : source;
    return String(value) === plain || (value === 0 && Number(plain) === 0) ? value : exactNumber(source);
}

/** Place where the JSON breaks off, without the piece of text that V8 quotes. */
function placeOf(cause: unknown): string {
    const place = cause instanceof Error
        ? /at position \d+(?: \(line \d+ column \d+\))?/.exec(cause.message)?.[0] : undefined;
    return place === undefined ? '' : ` (${place})`;
}
