import { join } from 'node:path';
import { root } from '../scripts/clone.mjs';
import { invoicesApp } from './invoices.app.ts';
import { snapshotImages } from './snapshot-images.ts';

// `npm run synth:snapshots`: the committed manifests anew. A test fails when they and the charts differ.
invoicesApp(snapshotImages, join(root, 'k8s', 'snapshots')).synth();
