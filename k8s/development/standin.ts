import { Construct } from 'constructs';
import { httpGet } from '../constructs/lifecycle.ts';
import { container } from '../constructs/pod.ts';
import { probes } from './probes.ts';
import { Single } from './single.ts';

/** The CRM's services that have a stand-in. */
export const standins = ['contacts', 'products', 'services', 'quotes'] as const;

/** One of the CRM's services, or NBP, and its port. */
export type StandinProps = {
    readonly component: (typeof standins)[number] | 'nbp';
    readonly image: string;
    readonly port: number;
};

/**
 * Stand-in for one of the CRM's services or for NBP, under its name and on its port, with a small flooring catalogue.
 */
export class Standin extends Construct {
    constructor(scope: Construct, id: string, { component, image, port }: StandinProps) {
        super(scope, id);
        new Single(this, 'standin', {
            component,
            image,
            port,
            targetPort: 'http',
            container: container({
                name: component,
                image,
                env: { STANDIN: component, HOST: '0.0.0.0', PORT: String(port) },
                ports: { http: port },
                probes: probes('http', { httpGet: httpGet('/_standin') }),
                resources: { requests: { cpu: '20m', memory: '96Mi' }, limits: { cpu: '500m', memory: '256Mi' } }
            })
        });
    }
}
