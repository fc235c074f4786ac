import type { Checks } from '../../support/checks.ts';
import { attempt } from '../command.ts';

/**
 * Checks the commands that the CRM's documents give for a container, by its name: is the database there, which settings
 * has the service, does the network work.
 * @param what - Name of the checked setup, for the messages.
 */
export async function checkContainerCommands(container: string, what: string, checks: Checks): Promise<void> {
    const expectAnswer = async (words: string, wanted: string) => {
        const { code, stdout, stderr } = await attempt('docker', ['exec', container, ...words.split(' ')]);
        checks.expectNone(`${what}: docker exec invoices-service ${words}`,
            code === 0 && stdout.includes(wanted) ? [] : [`exit ${code}: ${stdout}${stderr}`]);
    };
    await expectAnswer('pg_isready -h postgres -p 5432', 'postgres:5432 - accepting connections');
    await expectAnswer('env', 'DB_HOST=postgres');
    await expectAnswer('ping -c 1 postgres', ' 0% packet loss');
    const { code, stdout } = await attempt('docker', ['exec', container, 'pg_isready', '-h', 'postgres', '-p', '5431']);
    checks.expectNone(`${what}: pg_isready of a port where nobody listens: no response, exit 2`,
        code === 2 && stdout === 'postgres:5431 - no response\n' ? [] : [`exit ${code}: ${stdout}`]);
}
