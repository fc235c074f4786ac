/** Statuses of a webhook. `paused`: no events are sent to it. */
export const webhookStatuses = ['active', 'paused'] as const;

/** One of {@link webhookStatuses}. */
export type WebhookStatus = (typeof webhookStatuses)[number];

/**
 * Reasons for a pause of a webhook. by_request: its owner asked for it · gone: it answered 410 · failing: no delivery
 * succeeded for three days.
 */
export const pausedReasons = ['by_request', 'gone', 'failing'] as const;

/** One of {@link pausedReasons}. */
export type PausedReason = (typeof pausedReasons)[number];

/** States of an event's delivery to a webhook. `failed`: given up after three days. */
export const deliveryStates = ['pending', 'delivered', 'failed'] as const;

/** One of {@link deliveryStates}. */
export type DeliveryState = (typeof deliveryStates)[number];

/**
 * Paces of a webhook, by its last attempt. prompt: it took the event within two seconds · slow: it took it later ·
 * failing: it did not take it.
 */
export const webhookPaces = ['prompt', 'slow', 'failing'] as const;

/** One of {@link webhookPaces}. */
export type WebhookPace = (typeof webhookPaces)[number];

/** Kinds of an hourly allowance: challenges of addresses, events sent again, and test events. */
export const allowanceKinds = ['challenge', 'replay', 'test'] as const;

/** One of {@link allowanceKinds}. */
export type AllowanceKind = (typeof allowanceKinds)[number];
