import { describe, expect, test } from '@jest/globals';
import { traceparentOf } from './request-context.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('trace context', () => {
    test("a caller's trace goes on with a span of ours", () => {
        const passed = traceparentOf(`00-${trace}-00f067aa0ba902b7-01`);

        expect(passed).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
        expect(passed).not.toContain('00f067aa0ba902b7');
    });

    test('a later version of the format is understood as far as it is known', () => {
        expect(traceparentOf(`cc-${trace}-00f067aa0ba902b7-00-more`)).toMatch(new RegExp(`^00-${trace}-`));
    });

    test.each([
        undefined, '', 'rubbish', `ff-${trace}-00f067aa0ba902b7-01`, `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
        `00-${trace}-${'0'.repeat(16)}-01`,
        `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`, `00-${trace}-00f067aa0ba902b7`
    ])('%j begins a new trace that is not sampled', (header) => {
        const made = traceparentOf(header);

        expect(made).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
        expect(made).not.toContain(trace);
    });
});
