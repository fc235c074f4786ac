import { member, type Cluster } from './cluster.ts';

/** The API's. */
export const deployment = 'deployment/invoices-service';

/** How many of its pods serve. */
export async function readyPods({ read }: Cluster): Promise<number> {
    return Number(member(member(await read(deployment), 'status'), 'readyReplicas') ?? 0);
}
