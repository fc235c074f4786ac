import { readFileSync } from 'node:fs';
import { Construct } from 'constructs';
import { apiName } from '../constructs/api.ts';
import { ContentMap } from '../constructs/content-map.ts';
import { httpGet } from '../constructs/lifecycle.ts';
import { container, scratch } from '../constructs/pod.ts';
import { labelsOf } from '../labels.ts';
import { gatewayContainerPort, gatewayPort, servicePort } from '../ports.ts';
import { images } from './development-values.ts';
import { probes } from './probes.ts';
import { Single } from './single.ts';

const templateFile = new URL('../../deploy/gateway/default.conf.template', import.meta.url);

/**
 * Stand-in for the CRM's gateway: the same nginx configuration as compose has. Its entry point fills in the address.
 */
export class Gateway extends Construct {
    constructor(scope: Construct, id: string) {
        super(scope, id);
        const template = new ContentMap(this, 'template', {
            name: 'api-gateway-template',
            labels: labelsOf('gateway', images.gateway),
            content: { 'default.conf.template': readFileSync(templateFile, 'utf8') }
        });
        new Single(this, 'nginx', {
            component: 'gateway',
            image: images.gateway,
            port: gatewayPort,
            targetPort: 'http',
            container: container({
                name: 'nginx',
                image: images.gateway,
                env: { INVOICES_SERVICE_URL: `http://${apiName}:${servicePort}` },
                ports: { http: gatewayContainerPort },
                probes: probes('http', { httpGet: httpGet('/gateway-health') }),
                resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
                mounts: [
                    { name: 'template', mountPath: '/etc/nginx/templates', readOnly: true },
                    { name: 'filled-in', mountPath: '/etc/nginx/conf.d' }
                ]
            }),
            volumes: [{ name: 'template', configMap: { name: template.name } }, scratch('filled-in')]
        });
    }
}
