/**
 * States of a document that its PDF is archived in, each once; `duplicate` once for each of its days. `ksef_accepted`
 * comes with KSeF.
 */
export const documentStates = ['issued', 'annulled', 'ksef_accepted', 'duplicate'] as const;

/** One of {@link documentStates}. */
export type DocumentState = (typeof documentStates)[number];

/** States whose file a job makes. A duplicate is made by the request for it. */
export const statesOfJobs = ['issued', 'annulled'] as const satisfies readonly DocumentState[];

/** One of {@link statesOfJobs}. */
export type StateOfJob = (typeof statesOfJobs)[number];
