import { App } from 'cdk8s';
import { environments } from './environments.ts';
import type { Images } from './images.ts';
import { InvoicesChart } from './invoices.chart.ts';

/**
 * The app with one chart for each environment, in one file each.
 * @param outdir - Folder that `synth()` writes `dev.k8s.yaml`, `staging.k8s.yaml` and `production.k8s.yaml` to.
 */
export function invoicesApp(images: Images, outdir: string): App {
    const app = new App({ outdir });
    for (const [name, settings] of Object.entries(environments)) {
        new InvoicesChart(app, name, { images, settings });
    }
    return app;
}
