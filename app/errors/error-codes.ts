/**
 * Every code that an answer of this service may carry, with its meaning in one line.
 * A code is a promise to callers: it is added, never renamed. Kept in alphabetical order.
 */
export const errorCodes = {
    AUTH_KEYS_UNAVAILABLE: 'The keys that tokens are checked with cannot be read at the moment',
    BAD_REQUEST: 'The request cannot be understood',
    BODY_TOO_DEEP: 'The body is nested more deeply than the service reads',
    CONTACT_NOT_FOUND: 'contacts-service does not know this contact',
    CONTENT_TYPE_UNSUPPORTED: 'A body is only read as application/json in UTF-8',
    DATABASE_UNAVAILABLE: 'The database does not answer at the moment',
    FORBIDDEN: 'The caller lacks the right that this call needs',
    INTERNAL_ERROR: 'The service met a fault of its own',
    INVALID_JSON: 'The body is not valid JSON',
    METHOD_NOT_ALLOWED: 'This address does not take this method',
    PAYLOAD_TOO_LARGE: 'The body is larger than the service reads',
    PRODUCT_HAS_NO_PRICE: 'products-service has no price for this product',
    PRODUCT_INACTIVE: 'This product is no longer sold',
    PRODUCT_NOT_FOUND: 'products-service does not know this product',
    QUANTITY_TOO_PRECISE: 'services-service prices quantities with at most two decimals',
    REQUEST_HEADERS_TOO_LARGE: 'The headers of the request are larger than the service reads',
    REQUEST_TIMEOUT: 'The service could not answer in time',
    REQUEST_TOO_SLOW: 'The body of the request did not arrive in time',
    ROUTE_NOT_FOUND: 'There is nothing at this address',
    SERVICE_HAS_NO_PRICE: 'services-service has no price for this service',
    SERVICE_INACTIVE: 'This service is no longer sold',
    SERVICE_NOT_FOUND: 'services-service does not know this service',
    UNAUTHORIZED: 'The call carries no valid token',
    UPSTREAM_CONTRACT_BROKEN: 'Another service of the CRM answered something that its contract does not allow',
    UPSTREAM_MISCONFIGURED: 'The address of another service of the CRM is set wrongly',
    UPSTREAM_REJECTED: 'Another service of the CRM refused the call',
    UPSTREAM_UNAVAILABLE: 'Another service of the CRM does not answer at the moment',
    VALIDATION_FAILED: 'A field of the request is missing, unknown or has a value that is not allowed'
} as const;

/** One of the stable codes an error answer may carry. */
export type ErrorCode = keyof typeof errorCodes;
