import { member, type Cluster } from './cluster.ts';

/** The Deployment of the API. */
export const deployment = 'deployment/invoices-service';

/** Name of its HorizontalPodAutoscaler. */
export const autoscaler = 'invoices-service';

/** Number of its pods that serve. */
export async function readyPods({ read }: Cluster): Promise<number> {
    return Number(member(member(await read(deployment), 'status'), 'readyReplicas') ?? 0);
}
