import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** The account that our pods run under in the cluster. */
export const serviceAccountName = 'invoices-service';

/** Name and labels of an account. */
export type ServiceAccountProps = {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
};

/** An account without rights and without a token: nothing here speaks to the API server. */
export class ServiceAccount extends Construct {
    constructor(scope: Construct, id: string, { name, labels }: ServiceAccountProps) {
        super(scope, id);
        new k8s.KubeServiceAccount(
            this, 'account', { metadata: { name, labels }, automountServiceAccountToken: false });
    }
}
