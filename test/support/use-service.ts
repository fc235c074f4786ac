import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { givenDatabase, type GivenDatabase } from './given-database.ts';
import { givenOrganisation, type GivenOrganisation } from './given-organisation.ts';
import { givenServer, type GivenServer, type ServerSettings } from './given-server.ts';
import { givenService, type GivenService } from './given-service.ts';

/** A database for the tests of a file, dropped after the last: {@link givenDatabase}. Read it in hooks and tests. */
export function useDatabase(): GivenDatabase {
    const present = useOpened(givenDatabase, ({ drop }) => drop());
    return {
        get url() { return present().url; },
        drop: () => present().drop()
    };
}

/** A server for the tests of a file, closed after the last: {@link givenServer}. Read it in hooks and tests. */
export function useServer(settings: ServerSettings = {}): GivenServer {
    const running = useOpened(() => givenServer(settings), ({ close }) => close());
    return {
        get server() { return running().server; },
        get dependencies() { return running().dependencies; },
        get lines() { return running().lines; },
        close: () => running().close()
    };
}

/**
 * The service for the tests of a file or a `describe`, closed after the last: {@link givenService}. After each test its
 * stand-ins are reset to their usual behaviour. Read its members in hooks and tests.
 */
export function useService(settings: ServerSettings = {}): GivenService {
    const running = useOpened(() => givenService(settings), ({ close }) => close());
    afterEach(() => Object.values(running().standins.control).forEach((control) => control.reset()));
    return {
        get server() { return running().server; },
        get dependencies() { return running().dependencies; },
        get lines() { return running().lines; },
        get standins() { return running().standins; },
        get databaseUrl() { return running().databaseUrl; },
        call: (...call) => running().call(...call),
        close: () => running().close()
    };
}

/** An organisation of its own for each test: {@link givenOrganisation}. Read its members in hooks and tests. */
export function useOrganisation(service: GivenService): GivenOrganisation {
    let organisation: GivenOrganisation | undefined;
    beforeEach(async () => {
        organisation = await givenOrganisation(service);
    });
    const present = () => made(organisation);
    return {
        get id() { return present().id; },
        call: (...call) => present().call(...call),
        as: (claims) => present().as(claims),
        profile: (changes) => present().profile(changes),
        draft: (overrides) => present().draft(overrides),
        issue: (...issue) => present().issue(...issue),
        issued: (...issued) => present().issued(...issued),
        audit: (series) => present().audit(series)
    };
}

/** Opens something before the first test and closes it after the last. */
function useOpened<T>(open: () => Promise<T>, close: (opened: T) => Promise<void>): () => T {
    let opened: T | undefined;
    beforeAll(async () => {
        opened = await open();
    });
    afterAll(() => (opened === undefined ? undefined : close(opened)));
    return () => made(opened);
}

function made<T>(value: T | undefined): T {
    if (value === undefined) throw new Error('There is nothing to read yet: read it in hooks and tests');
    return value;
}
