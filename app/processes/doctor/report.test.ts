import { expect, test } from '@jest/globals';
import { isWrong, reportOf } from './report.ts';
import { failed, ok, warn } from './finding.ts';

test('findings stand in columns, and the last line names what is wrong once', () => {
    const findings = [
        { subject: 'database', ...ok('PostgreSQL 18.4') }, { subject: 'contacts-service', ...failed('refused') },
        { subject: 'contacts-service', ...failed('refused') }
    ];

    expect(reportOf(findings)).toBe([
        'ok    database           PostgreSQL 18.4', 'FAIL  contacts-service   refused',
        'FAIL  contacts-service   refused', 'Something is wrong with contacts-service', ''
    ].join('\n'));
    expect(isWrong(findings)).toBe(true);
});

test('a warning is not wrong', () => {
    const findings = [{ subject: 'redis', ...warn('not configured') }];

    expect(reportOf(findings)).toBe('warn  redis              not configured\nAll is well\n');
    expect(isWrong(findings)).toBe(false);
});

test('a finding stays on its line', () => {
    expect(reportOf([{ subject: 'redis', ...failed('a\nb\u001b[31m') }])).toContain('a b [31m\n');
});
