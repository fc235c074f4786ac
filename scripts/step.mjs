/**
 * Shows one step of a longer job while it works: `[3/7] PostgreSQL 18 … ready in 1.2 s`.
 * @template Result
 * @param {string} title - Title with its place in the whole, such as `[3/7] PostgreSQL 18`.
 * @param {(note: (text: string) => void) => Promise<Result>} work - Work of the step; it may add a remark to the line.
 * @returns {Promise<Result>}
 */
export async function step(title, work) {
    const startedAt = performance.now();
    let notes = '';
    process.stdout.write(`${title} … `);
    const result = await work((text) => {
        notes += `, ${text}`;
    });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(`ready in ${seconds} s${notes}\n`);
    return result;
}
