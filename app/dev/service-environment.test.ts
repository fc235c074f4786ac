import { expect, test } from '@jest/globals';
import { readConfig } from '../platform/config/config.ts';
import { developmentSecret } from './development-token.ts';
import { serviceEnvironment } from './service-environment.ts';

const addresses = {
    port: 3008, metricsPort: 9464, databaseUrl: 'postgresql://crm@127.0.0.1:5433/invoices',
    upstreams: {
        contacts: 'http://127.0.0.1:3005', products: 'http://127.0.0.1:3004', services: 'http://127.0.0.1:3007',
        quotes: 'http://127.0.0.1:3006',
        nbp: 'http://127.0.0.1:3009/api'
    },
    smtpUrl: 'smtp://127.0.0.1:1025'
};

test('settings of the shell about who may call do not reach the service that npm start starts, others do', () => {
    const shell = {
        JWT_SECRET: 'other', JWT_ISSUER: 'other', JWT_JWKS_URL: 'https://keys.example/jwks',
        JWT_ALGORITHMS: 'RS256', MULTI_TENANT: 'true',
        TRUSTED_NETWORKS: '10.0.0.0/8', TRUSTED_ROLE: 'nobody', NODE_ENV: 'production', LOG_LEVEL: 'debug'
    };

    const config = readConfig(serviceEnvironment(shell, addresses));

    expect(config).toMatchObject({ environment: 'development', logLevel: 'debug', port: 3008 });
    expect(config.auth).toMatchObject({
        jwtSecrets: [developmentSecret], issuer: undefined, jwksUrl: undefined, algorithms: ['HS256'],
        multiTenant: false, trustedNetworks: [], trustedRole: 'gateway'
    });
});

test('settings of the shell about another database do not reach it either', () => {
    const shell = {
        DATABASE_URL_FILE: '/run/secrets/other', DB_PASSWORD_FILE: '/run/secrets/other',
        DB_HOST: 'other', DB_PORT: 'none'
    };

    const config = readConfig(serviceEnvironment(shell, addresses));

    expect(config.database.url).toBe(addresses.databaseUrl);
});

test('no e-mail leaves the machine, whatever mail server the shell names', () => {
    const shell = {
        SMTP_URL_FILE: '/run/secrets/other', MAIL_FROM: 'a@other.example', MAIL_DKIM_DOMAIN: 'other.example'
    };

    const { smtp } = readConfig(serviceEnvironment(shell, addresses)).mail;

    expect(smtp).toMatchObject({ host: '127.0.0.1', port: 1025, tls: 'off', dkim: undefined });
});
