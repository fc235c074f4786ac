import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { DomainError } from '../../foundation/errors/domain-error.ts';

/**
 * Kinds of secret that are stored sealed. A kind is part of what each seal holds: it is added, never renamed.
 * webhook: signs the deliveries of a webhook · kept_answer: answer under an Idempotency-Key that shows a secret.
 */
export const secretKinds = ['webhook', 'kept_answer'] as const;

/** One of {@link secretKinds}. */
export type SecretKind = (typeof secretKinds)[number];

/** Place that a secret belongs to. A sealed text that is copied to another place doesn't open there. */
export type SecretPlace = {
    readonly organisationId: string;
    readonly kind: SecretKind;
    /** Id of the record in its organisation, such as that of a webhook. */
    readonly id: string;
};

/** Seals secrets before they are stored, and opens them again. */
export type Secrets = {
    /** Seals a text under the newest key. */
    seal(text: string, place: SecretPlace): string;
    /**
     * Opens a sealed text.
     * @throws DomainError `SECRET_UNREADABLE` when its key is not among those of SECRETS_KEY, or when it was made for
     *     another place or changed
     */
    open(sealed: string, place: SecretPlace): string;
    /** Tells whether a sealed text is under the newest key, without opening it. */
    isUnderNewest(sealed: string): boolean;
};

/** Observer of secrets that could not be opened. Its functions must not throw. */
export type SecretsObserver = { unreadable(place: SecretPlace): void };

type Key = { readonly id: string; readonly bytes: Buffer };

/** First word of a sealed text, so that another form can follow. */
const form = 'sealed-1';
const algorithm = 'aes-256-gcm';
/** Size of a nonce, 96 bits; random, which is safe for 2^32 texts under one key (NIST SP 800-38D, 8.3). */
const nonceBytes = 12;
const tagBytes = 16;
/** Length of a key's id in hex: enough to tell a few keys apart, and no help in finding one. */
const idLength = 12;

/** Tells whether a stored text was sealed. */
export function isSealed(text: string): boolean {
    return text.startsWith(`${form}.`);
}

/**
 * Secrets under a list of keys, the newest first. A sealed text is `sealed-1.<key id>.<nonce>.<content and tag>`, in
 * base64url; the place is authenticated with it.
 * @param keys - 256 bits each, in hex.
 * @see NIST SP 800-38D, Galois/Counter Mode
 */
export function openSecrets(keys: readonly string[], observer: SecretsObserver): Secrets {
    const ring = keys.map(toKey);
    return {
        seal: (text, place) => {
            const [key] = ring;
            if (key === undefined) {
                throw new Error('there is no key to seal with, which the check of the settings prevents');
            }
            return sealed(text, key, place);
        },
        open: (text, place) => {
            const opened = isSealed(text) ? openedWith(ring, text, place) : undefined;
            if (opened === undefined) {
                observer.unreadable(place);
                throw new DomainError('SECRET_UNREADABLE',
                    'A stored secret cannot be opened with the keys that this service has. Its operator can give the '
                    + 'key back; a webhook can be given a new secret (rotate-secret)',
                    { kind: place.kind });
            }
            return opened;
        },
        isUnderNewest: (text) => ring[0] !== undefined && text.startsWith(`${form}.${ring[0].id}.`)
    };
}

function toKey(hex: string): Key {
    const bytes = Buffer.from(hex, 'hex');
    return { id: createHash('sha256').update('id of a key').update(bytes).digest('hex').slice(0, idLength), bytes };
}

function sealed(text: string, { id, bytes }: Key, place: SecretPlace): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, bytes, nonce, { authTagLength: tagBytes }).setAAD(boundTo(id, place));
    const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return [form, id, nonce.toString('base64url'), content.toString('base64url')].join('.');
}

/** The text; undefined where it can't be opened. */
function openedWith(ring: readonly Key[], text: string, place: SecretPlace): string | undefined {
    const [, id, nonce = '', content = ''] = text.split('.');
    const key = ring.find((each) => each.id === id);
    const bytes = Buffer.from(content, 'base64url');
    const nonceRead = Buffer.from(nonce, 'base64url');
    if (key === undefined || bytes.length < tagBytes || nonceRead.length !== nonceBytes) {
        return undefined;
    }
    const decipher = createDecipheriv(algorithm, key.bytes, nonceRead, { authTagLength: tagBytes })
        .setAAD(boundTo(key.id, place)).setAuthTag(bytes.subarray(-tagBytes));
    try {
        return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
    } catch {
        // The tag differs: the text was changed, or is of another place. OpenSSL says no more than that.
        return undefined;
    }
}

/** Data that is authenticated beside the content. JSON keeps `a, bc` and `ab, c` apart. */
function boundTo(keyId: string, { organisationId, kind, id }: SecretPlace): Buffer {
    return Buffer.from(JSON.stringify([form, keyId, organisationId, kind, id]), 'utf8');
}
