import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contrastOf } from '../../domain/organisations/accent-color.ts';
import { pageColours } from './page-colours.ts';

test('contrast is that of WCAG', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test('an accent that can be read stays as it is', () => {
    expect(pageColours('#1f4e79').light).toBe('#1f4e79');
    expect(pageColours('#ffcc00').dark).toBe('#ffcc00');
});

test('every accent can be read on both pages, and texts can be read on it', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
        const { light, dark } = pageColours(`#${value.toString(16).padStart(6, '0')}`);

        for (const background of ['#ffffff', '#f3f5f7']) expect(contrastOf(light, background)).toBeGreaterThan(4.49);
        for (const background of ['#1d232b', '#12161b']) expect(contrastOf(dark, background)).toBeGreaterThan(4.49);
    }));
});
