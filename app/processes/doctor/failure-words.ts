import { systemCodeOf } from '../../foundation/errors/system-code.ts';

const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'refused: nothing listens there',
    ECONNRESET: 'the connection was cut',
    EPIPE: 'the connection was cut',
    EHOSTUNREACH: 'there is no way to that host',
    ENETUNREACH: 'there is no way to that network',
    ENOTFOUND: 'its name does not resolve',
    EAI_AGAIN: 'its name cannot be looked up now, no name server answers',
    ETIMEDOUT: 'no answer in time',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
    SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody that is trusted here',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody that is trusted here',
    EPROTO: 'the other side speaks no TLS, or another kind',
    ERR_SSL_WRONG_VERSION_NUMBER: 'the other side speaks no TLS',
    CERT_HAS_EXPIRED: 'its certificate has expired',
    ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name'
};

/** Words for a timeout. */
export const noAnswer = 'no answer in time (ETIMEDOUT)';

/** The reason of a failed call, in our words: an error's own message may repeat an address with its password. */
export function failureWords(error: unknown): string {
    const code = codeOf(error);
    return code === undefined ? 'the connection failed' : `${words[code] ?? 'the connection failed'} (${code})`;
}

/** The code of an error or of its cause: `fetch` hides the relevant code in the cause. */
function codeOf(error: unknown): string | undefined {
    if (typeof error !== 'object' || error === null) {
        return undefined;
    }
    if ('name' in error && error.name === 'TimeoutError') {
        return 'ETIMEDOUT';
    }
    return systemCodeOf(error) ?? ('cause' in error ? codeOf(error.cause) : undefined);
}
