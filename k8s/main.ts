import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import { root } from '../scripts/clone.mjs';
import { invoicesApp } from './invoices.app.ts';

// `npm run synth`. Only this file reads the environment: IMAGE and STANDINS_IMAGE are whole references, with a tag or a
// digest, such as a pipeline has just pushed; CDK8S_OUTDIR is set by cdk8s' own CLI.
const { IMAGE, STANDINS_IMAGE, CDK8S_OUTDIR } = process.env;

/** Empty counts as absent, as in the service's own settings. */
const given = (text: string | undefined, otherwise: string) =>
    (text === undefined || text.trim() === '' ? otherwise : text.trim());

const images = {
    service: given(IMAGE, `invoices-service:${manifest.version}`),
    standins: given(STANDINS_IMAGE, `invoices-service-standins:${manifest.version}`)
};
invoicesApp(images, given(CDK8S_OUTDIR, join(root, 'dist', 'k8s'))).synth();
