import { Construct } from 'constructs';
import { container } from '../constructs/pod.ts';
import { redisPort } from '../ports.ts';
import { images } from './development-values.ts';
import { probes } from './probes.ts';
import { Single } from './single.ts';

/** Caches and ended sessions, all in memory: a restart forgets both. What expires first is evicted first. */
export class Redis extends Construct {
    constructor(scope: Construct, id: string) {
        super(scope, id);
        new Single(this, 'redis', {
            component: 'redis',
            image: images.redis,
            port: redisPort,
            targetPort: 'redis',
            container: container({
                name: 'redis',
                image: images.redis,
                args: [
                    'redis-server', '--save', '', '--appendonly', 'no', '--maxmemory', '64mb',
                    '--maxmemory-policy', 'volatile-ttl'
                ],
                ports: { redis: redisPort },
                probes: probes('redis', { exec: { command: ['redis-cli', 'ping'] } }),
                resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } }
            })
        });
    }
}
