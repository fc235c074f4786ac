import { roleMapWith, type RoleMap } from './roles.ts';
import { jwtAlgorithms, type Environment } from './environment.ts';
import { parseNetwork, type Network } from './networks.ts';
import { sampleJwtSecret } from './sample-secret.ts';

/** A signature algorithm that tokens may use. */
export type JwtAlgorithm = (typeof jwtAlgorithms)[number];

/** Settings by which callers are recognised. */
export type AuthConfig = {
    /** Shared secrets of HS256 tokens: one, or the new and the old one while it is rotated; empty without any. */
    readonly jwtSecrets: readonly string[];
    /** Address of the public keys of RS256, ES256 and EdDSA tokens. */
    readonly jwksUrl: string | undefined;
    /** The only algorithms that are accepted, regardless of a token's header. */
    readonly algorithms: readonly JwtAlgorithm[];
    readonly issuer: string | undefined;
    readonly audience: readonly string[];
    readonly clockToleranceSeconds: number;
    readonly organisationClaim: string;
    readonly multiTenant: boolean;
    readonly defaultOrganisation: string;
    readonly roles: RoleMap;
    /**
     * Effect of a claim of scopes beside a role that has none of this service's: `narrow` leaves nothing, `ours`
     * ignores the claim.
     */
    readonly scopeMode: 'narrow' | 'ours';
    readonly trustedNetworks: readonly Network[];
    /** Hosts that a call without a token may name beside the usual ones: lower case, without a port. */
    readonly trustedHosts: readonly string[];
    readonly trustedRole: string;
    /** Fate of a token while nothing is known of its session: open lets it in, closed answers 503. */
    readonly revocationFail: 'open' | 'closed';
    /** Maximum life of a token, in seconds: for so long the end of a subject's sessions is kept. */
    readonly sessionMaxSeconds: number;
};

const minSecretBytes = 32;

/** Limit on the secrets of a rotation: the new and the old one. */
const maxSecrets = 2;

/** Networks of Docker and of small offices (RFC 1918), which development trusts. */
const privateNetworks = ['172.16.0.0/12', '192.168.0.0/16'];

/** Reads the settings of authentication, and adds the faults between them to `faults`. */
export function authConfig(env: Environment, faults: string[]): AuthConfig {
    const algorithms = algorithmsOf(env, faults);
    const roles = roleMapWith(typeof env.JWT_ROLE_MAP === 'object' ? env.JWT_ROLE_MAP : {}, faults);
    const jwtSecrets = secretsIn(env.JWT_SECRET ?? '');
    if (env.JWT_SECRET === undefined && env.JWT_JWKS_URL === undefined) {
        faults.push('JWT_SECRET or JWT_JWKS_URL is required');
    }
    checkSecrets(jwtSecrets, env.NODE_ENV === 'production', faults);
    if (!roles.has(env.TRUSTED_ROLE)) {
        faults.push('TRUSTED_ROLE must be one of the roles');
    }
    return {
        jwtSecrets,
        jwksUrl: env.JWT_JWKS_URL,
        algorithms,
        issuer: env.JWT_ISSUER,
        audience: env.JWT_AUDIENCE ?? [],
        clockToleranceSeconds: env.JWT_CLOCK_TOLERANCE_SECONDS,
        organisationClaim: env.JWT_ORG_CLAIM,
        multiTenant: env.MULTI_TENANT === true,
        defaultOrganisation: env.DEFAULT_ORGANISATION,
        roles,
        scopeMode: env.JWT_SCOPE_MODE === 'ours' ? 'ours' : 'narrow',
        trustedNetworks: networksOf(env, faults),
        trustedHosts: hostsOf(env, faults),
        trustedRole: env.TRUSTED_ROLE,
        revocationFail: env.REVOCATION_FAIL === 'closed' ? 'closed' : 'open',
        sessionMaxSeconds: env.SESSION_MAX_HOURS * 3_600
    };
}

/** The secrets of a setting, one a line: no secret has a line break in it, while any other sign may be part of one. */
export function secretsIn(text: string): readonly string[] {
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

function checkSecrets(secrets: readonly string[], production: boolean, faults: string[]): void {
    if (secrets.length > maxSecrets) {
        faults.push(`JWT_SECRET must have at most ${maxSecrets} lines: the new secret and the old one`);
    }
    const named = secrets.length > 1 ? 'JWT_SECRET: each line' : 'JWT_SECRET';
    if (production && secrets.some((secret) => Buffer.byteLength(secret) < minSecretBytes)) {
        faults.push(`${named} must have at least ${minSecretBytes} bytes in production`);
    }
    if (production && secrets.includes(sampleJwtSecret)) {
        faults.push('JWT_SECRET must not be the sample secret in production');
    }
}

/**
 * Algorithms; without JWT_ALGORITHMS HS256 for a secret, the three public-key ones for a key address. Each needs its
 * kind of key.
 */
function algorithmsOf(env: Environment, faults: string[]): readonly JwtAlgorithm[] {
    const fitting = jwtAlgorithms.filter((name) =>
        (name === 'HS256' ? env.JWT_SECRET : env.JWT_JWKS_URL) !== undefined);
    if (env.JWT_ALGORITHMS === undefined) {
        return fitting;
    }

    const wanted = jwtAlgorithms.filter((name) => env.JWT_ALGORITHMS?.includes(name));
    if (wanted.length === 0 || wanted.length !== new Set(env.JWT_ALGORITHMS).size) {
        faults.push(`JWT_ALGORITHMS must be a list of ${jwtAlgorithms.join(', ')}`);
    }
    for (const name of wanted.filter((algorithm) => !fitting.includes(algorithm))) {
        faults.push(`JWT_ALGORITHMS: ${name} needs ${name === 'HS256' ? 'JWT_SECRET' : 'JWT_JWKS_URL'}`);
    }
    return wanted;
}

/**
 * Networks whose calls need no token. In development these are private networks unless TRUSTED_NETWORKS names others or
 * says `off`: the CRM's compose file starts its gateway and this service without naming any.
 */
function networksOf(env: Environment, faults: string[]): readonly Network[] {
    const trustedByDefault = env.NODE_ENV === 'development' && env.MULTI_TENANT !== true ? privateNetworks : [];
    const given = env.TRUSTED_NETWORKS?.join() === 'off' ? [] : env.TRUSTED_NETWORKS;
    const networks: Network[] = [];
    for (const text of given ?? trustedByDefault) {
        const network = parseNetwork(text);
        if ('fault' in network) {
            faults.push(`TRUSTED_NETWORKS: ${JSON.stringify(text)} ${network.fault}`);
        } else {
            networks.push(network);
        }
    }
    // A setting that is at fault is still its text here.
    if (env.MULTI_TENANT === true && (given ?? []).length > 0) {
        faults.push('TRUSTED_NETWORKS must be empty when MULTI_TENANT is true: such a call names no organisation');
    }
    return networks;
}

/** Pattern of a host: a name, an IPv4 address, or an IPv6 address in brackets. */
const hostPattern = /^(?:[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?|\[[0-9a-f:.]{2,45}\])$/;

/** Hosts that calls without a token may name beside the usual ones. */
function hostsOf(env: Environment, faults: string[]): readonly string[] {
    const hosts = (env.TRUSTED_HOSTS ?? []).map((host) => host.toLowerCase());
    for (const host of hosts.filter((text) => !hostPattern.test(text))) {
        faults.push(
            `TRUSTED_HOSTS: ${JSON.stringify(host)} is not a host without a port, such as invoices.example.com`);
    }
    return hosts;
}
