/** Time limit of an answer, in ms: the gateway gives up after 10 s, and the caller gets a clear answer before that. */
export const maxAnswerMs = 9_000;

/**
 * Time limit in ms of a command whose statement is under way when its answer is due: the statement's own limits (5 s in
 * PostgreSQL, 6 s for its answer) end it before.
 */
export const maxCommandMs = maxAnswerMs + 7_000;
