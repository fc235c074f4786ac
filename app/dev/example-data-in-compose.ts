/**
 * Process entry of compose's one-shot service `example-data`: loads a seller and some invoices into a new database, and
 * prints the welcome text for the developer. `docker compose logs example-data` shows it again.
 */
import { developmentToken } from './development-token.ts';
import { loadExampleData } from './example-data.ts';
import { welcome } from './welcome.ts';

const {
    SERVICE_URL = 'http://invoices-service:3008', SHOWN_URL = 'http://localhost:3008',
    SHOWN_GATEWAY_URL = 'http://localhost:3000'
} = process.env;

try {
    const token = await developmentToken();
    console.log(`Example data: ${await loadExampleData(SERVICE_URL, token)}`);
    console.log(welcome({
        url: SHOWN_URL, token,
        answerFile: '/tmp/invoice.json',
        addresses: [['Through the gateway', `${SHOWN_GATEWAY_URL}/invoices`]],
        ending: '`docker compose down` stops everything and keeps the data; `docker compose down -v` empties them.'
    }));
} catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
}
