import { expect, test } from '@jest/globals';
import { outcomeOf } from './smtp-outcome.ts';

const error = (members: object): Error => Object.assign(new Error('of the dialogue'), members);

test.each([
    ['an alert of TLS', { code: 'ESOCKET', command: 'CONN', message: 'write EPROTO: SSL routines: tlsv1 alert' }],
    ['a reset', { code: 'ESOCKET', command: 'CONN', message: 'read ECONNRESET' }],
    ['an end without a reply', { code: 'ECONNECTION', command: 'CONN' }],
    ['half a reply', { code: 'ECONNECTION', command: 'CONN', responseCode: 25, response: '25' }],
    ['a reply to what came before', { code: 'ECONNECTION', command: 'CONN', responseCode: 354, response: '354 go' }]
])('%s while the answer to the whole e-mail is awaited leaves its outcome unknown', (_case, members) => {
    expect(outcomeOf(error(members), true)).toMatchObject({ outcome: 'unknown', reason: 'outcome_unknown' });
});

test.each(['CONN', 'EHLO', 'HELO', 'LHLO', 'STARTTLS'])('a 5xx at %s is of the service, and may pass', (command) => {
    expect(outcomeOf(error({ command, responseCode: 554, response: '554 5.7.1 blocked' }), false))
        .toEqual({ outcome: 'postponed', reason: 'connection', status: '554 5.7.1' });
});

test('a refused sender is that of every e-mail and may pass; a size that is refused is of the one e-mail', () => {
    expect(outcomeOf(error({ command: 'MAIL FROM', responseCode: 550, response: '550 5.7.1 not yours' }), false))
        .toMatchObject({ outcome: 'postponed', reason: 'sender_refused' });
    expect(outcomeOf(error({ command: 'MAIL FROM', responseCode: 552, response: '552 5.3.4 too large' }), false))
        .toMatchObject({ outcome: 'refused', reason: 'too_large' });
});

test('a reply of a server that closes is the answer to the whole e-mail', () => {
    const closing = { code: 'ECONNECTION', command: 'CONN' };

    expect(outcomeOf(error({ ...closing, responseCode: 421, response: '421 4.3.2 closing' }), true))
        .toMatchObject({ outcome: 'postponed', reason: 'server_busy' });
    expect(outcomeOf(error({ ...closing, responseCode: 554, response: '554 5.7.1 spam' }), true))
        .toMatchObject({ outcome: 'refused', reason: 'message_refused' });
});
