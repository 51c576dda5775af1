namespace KubeSharp.Api.Protobuf;

/// <summary>
/// Where protobuf differs from what JSON and the schema show, a line a type: FIELD:A.B travels as field B of an embedded message A; FIELD! is written
/// though it is not there, which no rule tells of its type (<see cref="ProtobufShape.Entry.Zero"/>). Source: the published API types and their field tags.
/// </summary>
internal static class ProtobufLayout
{
    /// <summary>The lines.</summary>
    public const string Text = """
        io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration webhooks:2
        io.k8s.api.admissionregistration.v1.NamedRuleWithOperations apiGroups:2.2.1 apiVersions:2.2.2 operations:2.1 resources:2.2.3 scope:2.2.4
        io.k8s.api.admissionregistration.v1.RuleWithOperations apiGroups:2.1 apiVersions:2.2 resources:2.3 scope:2.4
        io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration webhooks:2
        io.k8s.api.admissionregistration.v1.Validation expression:1
        io.k8s.api.admissionregistration.v1.Variable expression:2 name:1
        io.k8s.api.admissionregistration.v1alpha1.NamedRuleWithOperations apiGroups:2.2.1 apiVersions:2.2.2 operations:2.1 resources:2.2.3 scope:2.2.4
        io.k8s.api.admissionregistration.v1alpha1.Variable expression:2 name:1
        io.k8s.api.admissionregistration.v1beta1.NamedRuleWithOperations apiGroups:2.2.1 apiVersions:2.2.2 operations:2.1 resources:2.2.3 scope:2.2.4
        io.k8s.api.admissionregistration.v1beta1.Variable expression:2 name:1
        io.k8s.api.apps.v1.ControllerRevision data!
        io.k8s.api.authentication.v1.BoundObjectReference uid:4
        io.k8s.api.core.v1.ConfigMapEnvSource name:1.1
        io.k8s.api.core.v1.ConfigMapKeySelector name:1.1
        io.k8s.api.core.v1.ConfigMapProjection name:1.1
        io.k8s.api.core.v1.ConfigMapVolumeSource name:1.1
        io.k8s.api.core.v1.EphemeralContainer args:1.4 command:1.3 env:1.7 envFrom:1.19 image:1.2 imagePullPolicy:1.14 lifecycle:1.12 livenessProbe:1.10 name:1.1 ports:1.6 readinessProbe:1.11 resizePolicy:1.23 resources:1.8 restartPolicy:1.24 restartPolicyRules:1.25 securityContext:1.15 startupProbe:1.22 stdin:1.16 stdinOnce:1.17 terminationMessagePath:1.13 terminationMessagePolicy:1.20 tty:1.18 volumeDevices:1.21 volumeMounts:1.9 workingDir:1.5
        io.k8s.api.core.v1.HTTPGetAction port!
        io.k8s.api.core.v1.PersistentVolumeSpec awsElasticBlockStore:2.2 azureDisk:2.16 azureFile:2.13 cephfs:2.9 cinder:2.8 csi:2.22 fc:2.10 flexVolume:2.12 flocker:2.11 gcePersistentDisk:2.1 glusterfs:2.4 hostPath:2.3 iscsi:2.7 local:2.20 nfs:2.5 photonPersistentDisk:2.17 portworxVolume:2.18 quobyte:2.15 rbd:2.6 scaleIO:2.19 storageos:2.21 vsphereVolume:2.14
        io.k8s.api.core.v1.Probe exec:1.1 grpc:1.4 httpGet:1.2 tcpSocket:1.3
        io.k8s.api.core.v1.ResourceFieldSelector divisor!
        io.k8s.api.core.v1.SecretEnvSource name:1.1
        io.k8s.api.core.v1.SecretKeySelector name:1.1
        io.k8s.api.core.v1.SecretProjection name:1.1
        io.k8s.api.core.v1.ServicePort targetPort!
        io.k8s.api.core.v1.TCPSocketAction port!
        io.k8s.api.core.v1.Volume awsElasticBlockStore:2.4 azureDisk:2.22 azureFile:2.18 cephfs:2.14 cinder:2.13 configMap:2.19 csi:2.28 downwardAPI:2.16 emptyDir:2.2 ephemeral:2.29 fc:2.17 flexVolume:2.12 flocker:2.15 gcePersistentDisk:2.3 gitRepo:2.5 glusterfs:2.9 hostPath:2.1 image:2.30 iscsi:2.8 nfs:2.7 persistentVolumeClaim:2.10 photonPersistentDisk:2.23 portworxVolume:2.24 projected:2.26 quobyte:2.21 rbd:2.11 scaleIO:2.25 secret:2.6 storageos:2.27 vsphereVolume:2.20
        io.k8s.api.networking.v1.IngressClassParametersReference apiGroup:1
        io.k8s.api.networking.v1.IngressRule http:2.1
        io.k8s.api.resource.v1.Counter value!
        io.k8s.api.resource.v1.DeviceAllocationConfiguration opaque:3.1
        io.k8s.api.resource.v1.DeviceCapacity value!
        io.k8s.api.resource.v1.DeviceClaimConfiguration opaque:2.1
        io.k8s.api.resource.v1.DeviceClassConfiguration opaque:1.1
        io.k8s.api.resource.v1.OpaqueDeviceConfiguration parameters!
        io.k8s.api.resource.v1beta1.Counter value!
        io.k8s.api.resource.v1beta1.DeviceAllocationConfiguration opaque:3.1
        io.k8s.api.resource.v1beta1.DeviceCapacity value!
        io.k8s.api.resource.v1beta1.DeviceClaimConfiguration opaque:2.1
        io.k8s.api.resource.v1beta1.DeviceClassConfiguration opaque:1.1
        io.k8s.api.resource.v1beta1.OpaqueDeviceConfiguration parameters!
        io.k8s.api.resource.v1beta2.Counter value!
        io.k8s.api.resource.v1beta2.DeviceAllocationConfiguration opaque:3.1
        io.k8s.api.resource.v1beta2.DeviceCapacity value!
        io.k8s.api.resource.v1beta2.DeviceClaimConfiguration opaque:2.1
        io.k8s.api.resource.v1beta2.DeviceClassConfiguration opaque:1.1
        io.k8s.api.resource.v1beta2.OpaqueDeviceConfiguration parameters!
        io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps $ref:3 $schema:2 x-kubernetes-embedded-resource:39 x-kubernetes-int-or-string:40 x-kubernetes-list-map-keys:41 x-kubernetes-list-type:42 x-kubernetes-map-type:43 x-kubernetes-preserve-unknown-fields:38 x-kubernetes-validations:44
        io.k8s.apimachinery.pkg.apis.meta.v1.APIResource verbs:4.1
        io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta creationTimestamp!
        io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent object!
        """;
}
