import { describe, expect, test } from '@jest/globals';
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import { environmentNames, manifestsOf, podsOf } from './manifests.ts';
import { podSecurityFaults } from './pod-security.ts';

describe.each(environmentNames)('%s', (environment) => {
    test.each(podsOf(manifestsOf(environment)))(
        '$of passes Pod Security restricted, containers and Jobs alike', ({ spec }) => {
            expect(podSecurityFaults(spec)).toEqual([]);
        });

    test.each(podsOf(
        manifestsOf(environment)
    ))('$of gets no token and cannot write to its own file system', ({ spec, containers }) => {
        expect(spec).toMatchObject({
            automountServiceAccountToken: false, enableServiceLinks: false, serviceAccountName: expect.any(String)
        });
        for (const { securityContext } of containers) {
            expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
        }
    });
});

const secure: IContainer = {
    name: 'secure', image: 'image:1',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }
};
const pod: IPodSpec = {
    containers: [secure], securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }
};
const withContainer = (securityContext: IContainer['securityContext']): IPodSpec => ({
    ...pod,
    containers: [{ ...secure, securityContext: { ...secure.securityContext, ...securityContext } }]
});

test('the checker lets a pod pass that keeps every rule', () => {
    expect(podSecurityFaults(pod)).toEqual([]);
});

test.each<[string, IPodSpec, string]>([
    ['a privileged container', withContainer({ privileged: true }), 'secure: is privileged'],
    ['privileges that may be gained', withContainer({ allowPrivilegeEscalation: true }), 'secure: may gain privileges'],
    ['capabilities that are kept', withContainer({ capabilities: { drop: ['KILL'] } }),
        'secure: does not drop ALL capabilities'],
    ['a capability by a wrong name', withContainer({ capabilities: { drop: ['CAP_ALL'] } }),
        'secure: does not drop ALL capabilities'],
    ['a capability that is added', withContainer({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } }),
        'secure: adds the capability NET_ADMIN'],
    ['root by number', withContainer({ runAsUser: 0 }), 'secure: runs as root'],
    ['root that is allowed again', withContainer({ runAsNonRoot: false }), 'secure: may run as root'],
    ['no seccomp profile', { ...pod, securityContext: { runAsNonRoot: true } }, 'secure: has no seccomp profile'],
    ['a seccomp profile that confines nothing', withContainer({ seccompProfile: { type: 'Unconfined' } }),
        'secure: has no seccomp profile'],
    ['all of /proc', withContainer({ procMount: 'Unmasked' }), 'secure: sees all of /proc'],
    ['a port of the host', { ...pod, containers: [{ ...secure, ports: [{ containerPort: 1, hostPort: 1 }] }] },
        'secure: takes a port of the host'],
    ['the network of the host', { ...pod, hostNetwork: true }, 'uses a namespace of the host'],
    ['a folder of the host', { ...pod, volumes: [{ name: 'node', hostPath: { path: '/' } }] },
        'volume node is of a type that is not allowed'],
    ['a system setting', {
        ...pod, securityContext: { ...pod.securityContext, sysctls: [{ name: 'kernel.msgmax', value: '1' }] }
    }, 'sets kernel.msgmax'],
    ['an insecure init container', { ...pod, initContainers: [{ name: 'first', image: 'image:1' }] },
        'first: may gain privileges']
])('the checker refuses %s', (_, insecure, fault) => {
    expect(podSecurityFaults(insecure)).toContain(fault);
});
