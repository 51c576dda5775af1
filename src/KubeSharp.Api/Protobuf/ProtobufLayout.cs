namespace KubeSharp.Api.Protobuf;

/// <summary>
/// Where protobuf differs from what JSON shows, a line a type: FIELD? is a scalar behind a pointer, whose zero value is a value and not its absence;
/// FIELD:A.B travels as field B of an embedded message A. Source: the field tags of the published API types.
/// </summary>
internal static class ProtobufLayout
{
    /// <summary>The lines.</summary>
    public const string Text = """
        io.k8s.api.admissionregistration.v1.MatchResources matchPolicy?
        io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec failurePolicy?
        io.k8s.api.admissionregistration.v1.MutatingWebhook failurePolicy? matchPolicy? reinvocationPolicy? sideEffects? timeoutSeconds?
        io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration webhooks:2
        io.k8s.api.admissionregistration.v1.NamedRuleWithOperations apiGroups:2.2.1 apiVersions:2.2.2 operations:2.1 resources:2.2.3 scope?:2.2.4
        io.k8s.api.admissionregistration.v1.ParamRef parameterNotFoundAction?
        io.k8s.api.admissionregistration.v1.RuleWithOperations apiGroups:2.1 apiVersions:2.2 resources:2.3 scope?:2.4
        io.k8s.api.admissionregistration.v1.ServiceReference path? port?
        io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec failurePolicy?
        io.k8s.api.admissionregistration.v1.ValidatingWebhook failurePolicy? matchPolicy? sideEffects? timeoutSeconds?
        io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration webhooks:2
        io.k8s.api.admissionregistration.v1.Validation expression:1 reason?
        io.k8s.api.admissionregistration.v1.Variable expression:2 name:1
        io.k8s.api.admissionregistration.v1.WebhookClientConfig url?
        io.k8s.api.admissionregistration.v1alpha1.MatchResources matchPolicy?
        io.k8s.api.admissionregistration.v1alpha1.MutatingAdmissionPolicySpec failurePolicy?
        io.k8s.api.admissionregistration.v1alpha1.NamedRuleWithOperations apiGroups:2.2.1 apiVersions:2.2.2 operations:2.1 resources:2.2.3 scope?:2.2.4
        io.k8s.api.admissionregistration.v1alpha1.ParamRef parameterNotFoundAction?
        io.k8s.api.admissionregistration.v1alpha1.Variable expression:2 name:1
        io.k8s.api.admissionregistration.v1beta1.MatchResources matchPolicy?
        io.k8s.api.admissionregistration.v1beta1.MutatingAdmissionPolicySpec failurePolicy?
        io.k8s.api.admissionregistration.v1beta1.NamedRuleWithOperations apiGroups:2.2.1 apiVersions:2.2.2 operations:2.1 resources:2.2.3 scope?:2.2.4
        io.k8s.api.admissionregistration.v1beta1.ParamRef parameterNotFoundAction?
        io.k8s.api.admissionregistration.v1beta1.Variable expression:2 name:1
        io.k8s.api.apiserverinternal.v1alpha1.StorageVersionStatus commonEncodingVersion?
        io.k8s.api.apps.v1.DaemonSetSpec revisionHistoryLimit?
        io.k8s.api.apps.v1.DaemonSetStatus collisionCount?
        io.k8s.api.apps.v1.DeploymentSpec progressDeadlineSeconds? replicas? revisionHistoryLimit?
        io.k8s.api.apps.v1.DeploymentStatus collisionCount? terminatingReplicas?
        io.k8s.api.apps.v1.ReplicaSetSpec replicas?
        io.k8s.api.apps.v1.ReplicaSetStatus terminatingReplicas?
        io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy partition?
        io.k8s.api.apps.v1.StatefulSetSpec replicas? revisionHistoryLimit?
        io.k8s.api.apps.v1.StatefulSetStatus collisionCount?
        io.k8s.api.authentication.v1.BoundObjectReference uid:4
        io.k8s.api.authentication.v1.TokenRequestSpec expirationSeconds?
        io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec minReplicas? targetCPUUtilizationPercentage?
        io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus currentCPUUtilizationPercentage? observedGeneration?
        io.k8s.api.autoscaling.v2.HPAScalingRules selectPolicy? stabilizationWindowSeconds?
        io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec minReplicas?
        io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus observedGeneration?
        io.k8s.api.autoscaling.v2.MetricTarget averageUtilization?
        io.k8s.api.autoscaling.v2.MetricValueStatus averageUtilization?
        io.k8s.api.batch.v1.CronJobSpec failedJobsHistoryLimit? startingDeadlineSeconds? successfulJobsHistoryLimit? suspend? timeZone?
        io.k8s.api.batch.v1.JobSpec activeDeadlineSeconds? backoffLimit? backoffLimitPerIndex? completionMode? completions? managedBy? manualSelector? maxFailedIndexes? parallelism? podReplacementPolicy? suspend? ttlSecondsAfterFinished?
        io.k8s.api.batch.v1.JobStatus failedIndexes? ready? terminating?
        io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement containerName?
        io.k8s.api.batch.v1.SuccessPolicyRule succeededCount? succeededIndexes?
        io.k8s.api.certificates.v1.CertificateSigningRequestSpec expirationSeconds?
        io.k8s.api.certificates.v1beta1.PodCertificateRequestSpec maxExpirationSeconds?
        io.k8s.api.coordination.v1.LeaseSpec holderIdentity? leaseDurationSeconds? leaseTransitions? preferredHolder? strategy?
        io.k8s.api.core.v1.AppArmorProfile localhostProfile?
        io.k8s.api.core.v1.AzureDiskVolumeSource cachingMode? fsType? kind? readOnly?
        io.k8s.api.core.v1.AzureFilePersistentVolumeSource secretNamespace?
        io.k8s.api.core.v1.CSIVolumeSource fsType? readOnly?
        io.k8s.api.core.v1.ClientIPConfig timeoutSeconds?
        io.k8s.api.core.v1.ClusterTrustBundleProjection name? optional? signerName?
        io.k8s.api.core.v1.ConfigMap immutable?
        io.k8s.api.core.v1.ConfigMapEnvSource name:1.1 optional?
        io.k8s.api.core.v1.ConfigMapKeySelector name:1.1 optional?
        io.k8s.api.core.v1.ConfigMapProjection name:1.1 optional?
        io.k8s.api.core.v1.ConfigMapVolumeSource defaultMode? name:1.1 optional?
        io.k8s.api.core.v1.Container restartPolicy?
        io.k8s.api.core.v1.ContainerStatus started? stopSignal?
        io.k8s.api.core.v1.DownwardAPIVolumeFile mode?
        io.k8s.api.core.v1.DownwardAPIVolumeSource defaultMode?
        io.k8s.api.core.v1.EndpointAddress nodeName?
        io.k8s.api.core.v1.EndpointPort appProtocol?
        io.k8s.api.core.v1.EphemeralContainer args:1.4 command:1.3 env:1.7 envFrom:1.19 image:1.2 imagePullPolicy:1.14 lifecycle:1.12 livenessProbe:1.10 name:1.1 ports:1.6 readinessProbe:1.11 resizePolicy:1.23 resources:1.8 restartPolicy?:1.24 restartPolicyRules:1.25 securityContext:1.15 startupProbe:1.22 stdin:1.16 stdinOnce:1.17 terminationMessagePath:1.13 terminationMessagePolicy:1.20 tty:1.18 volumeDevices:1.21 volumeMounts:1.9 workingDir:1.5
        io.k8s.api.core.v1.FCVolumeSource lun?
        io.k8s.api.core.v1.FileKeySelector optional?
        io.k8s.api.core.v1.GRPCAction service?
        io.k8s.api.core.v1.GlusterfsPersistentVolumeSource endpointsNamespace?
        io.k8s.api.core.v1.HostPathVolumeSource type?
        io.k8s.api.core.v1.ISCSIPersistentVolumeSource initiatorName?
        io.k8s.api.core.v1.ISCSIVolumeSource initiatorName?
        io.k8s.api.core.v1.KeyToPath mode?
        io.k8s.api.core.v1.Lifecycle stopSignal?
        io.k8s.api.core.v1.LoadBalancerIngress ipMode?
        io.k8s.api.core.v1.LocalVolumeSource fsType?
        io.k8s.api.core.v1.NodeFeatures supplementalGroupsPolicy?
        io.k8s.api.core.v1.NodeRuntimeHandlerFeatures recursiveReadOnlyMounts? userNamespaces?
        io.k8s.api.core.v1.NodeSwapStatus capacity?
        io.k8s.api.core.v1.PersistentVolumeClaimSpec storageClassName? volumeAttributesClassName? volumeMode?
        io.k8s.api.core.v1.PersistentVolumeClaimStatus currentVolumeAttributesClassName?
        io.k8s.api.core.v1.PersistentVolumeSpec awsElasticBlockStore:2.2 azureDisk:2.16 azureFile:2.13 cephfs:2.9 cinder:2.8 csi:2.22 fc:2.10 flexVolume:2.12 flocker:2.11 gcePersistentDisk:2.1 glusterfs:2.4 hostPath:2.3 iscsi:2.7 local:2.20 nfs:2.5 photonPersistentDisk:2.17 portworxVolume:2.18 quobyte:2.15 rbd:2.6 scaleIO:2.19 storageos:2.21 volumeAttributesClassName? volumeMode? vsphereVolume:2.14
        io.k8s.api.core.v1.PodCertificateProjection maxExpirationSeconds?
        io.k8s.api.core.v1.PodDNSConfigOption value?
        io.k8s.api.core.v1.PodResourceClaim resourceClaimName? resourceClaimTemplateName?
        io.k8s.api.core.v1.PodResourceClaimStatus resourceClaimName?
        io.k8s.api.core.v1.PodSchedulingGroup podGroupName?
        io.k8s.api.core.v1.PodSecurityContext fsGroup? fsGroupChangePolicy? runAsGroup? runAsNonRoot? runAsUser? seLinuxChangePolicy? supplementalGroupsPolicy?
        io.k8s.api.core.v1.PodSpec activeDeadlineSeconds? automountServiceAccountToken? enableServiceLinks? hostUsers? hostnameOverride? preemptionPolicy? priority? runtimeClassName? setHostnameAsFQDN? shareProcessNamespace? terminationGracePeriodSeconds?
        io.k8s.api.core.v1.PortStatus error?
        io.k8s.api.core.v1.Probe exec:1.1 grpc:1.4 httpGet:1.2 tcpSocket:1.3 terminationGracePeriodSeconds?
        io.k8s.api.core.v1.ProjectedVolumeSource defaultMode?
        io.k8s.api.core.v1.ReplicationControllerSpec replicas?
        io.k8s.api.core.v1.ResourceHealth message?
        io.k8s.api.core.v1.SeccompProfile localhostProfile?
        io.k8s.api.core.v1.Secret immutable?
        io.k8s.api.core.v1.SecretEnvSource name:1.1 optional?
        io.k8s.api.core.v1.SecretKeySelector name:1.1 optional?
        io.k8s.api.core.v1.SecretProjection name:1.1 optional?
        io.k8s.api.core.v1.SecretVolumeSource defaultMode? optional?
        io.k8s.api.core.v1.SecurityContext allowPrivilegeEscalation? privileged? procMount? readOnlyRootFilesystem? runAsGroup? runAsNonRoot? runAsUser?
        io.k8s.api.core.v1.ServiceAccount automountServiceAccountToken?
        io.k8s.api.core.v1.ServiceAccountTokenProjection expirationSeconds?
        io.k8s.api.core.v1.ServicePort appProtocol?
        io.k8s.api.core.v1.ServiceSpec allocateLoadBalancerNodePorts? internalTrafficPolicy? ipFamilyPolicy? loadBalancerClass? trafficDistribution?
        io.k8s.api.core.v1.Toleration tolerationSeconds?
        io.k8s.api.core.v1.TopologySpreadConstraint minDomains? nodeAffinityPolicy? nodeTaintsPolicy?
        io.k8s.api.core.v1.TypedLocalObjectReference apiGroup?
        io.k8s.api.core.v1.TypedObjectReference apiGroup? namespace?
        io.k8s.api.core.v1.Volume awsElasticBlockStore:2.4 azureDisk:2.22 azureFile:2.18 cephfs:2.14 cinder:2.13 configMap:2.19 csi:2.28 downwardAPI:2.16 emptyDir:2.2 ephemeral:2.29 fc:2.17 flexVolume:2.12 flocker:2.15 gcePersistentDisk:2.3 gitRepo:2.5 glusterfs:2.9 hostPath:2.1 image:2.30 iscsi:2.8 nfs:2.7 persistentVolumeClaim:2.10 photonPersistentDisk:2.23 portworxVolume:2.24 projected:2.26 quobyte:2.21 rbd:2.11 scaleIO:2.25 secret:2.6 storageos:2.27 vsphereVolume:2.20
        io.k8s.api.core.v1.VolumeMount mountPropagation? recursiveReadOnly?
        io.k8s.api.core.v1.VolumeMountStatus recursiveReadOnly?
        io.k8s.api.core.v1.WindowsSecurityContextOptions gmsaCredentialSpec? gmsaCredentialSpecName? hostProcess? runAsUserName?
        io.k8s.api.discovery.v1.Endpoint hostname? nodeName? zone?
        io.k8s.api.discovery.v1.EndpointConditions ready? serving? terminating?
        io.k8s.api.discovery.v1.EndpointPort appProtocol? name? port? protocol?
        io.k8s.api.flowcontrol.v1.ExemptPriorityLevelConfiguration lendablePercent? nominalConcurrencyShares?
        io.k8s.api.flowcontrol.v1.LimitedPriorityLevelConfiguration borrowingLimitPercent? lendablePercent? nominalConcurrencyShares?
        io.k8s.api.networking.v1.HTTPIngressPath pathType?
        io.k8s.api.networking.v1.IngressClassParametersReference apiGroup?:1 namespace? scope?
        io.k8s.api.networking.v1.IngressPortStatus error?
        io.k8s.api.networking.v1.IngressRule http:2.1
        io.k8s.api.networking.v1.IngressSpec ingressClassName?
        io.k8s.api.networking.v1.NetworkPolicyPort endPort? protocol?
        io.k8s.api.policy.v1.PodDisruptionBudgetSpec unhealthyPodEvictionPolicy?
        io.k8s.api.resource.v1.AllocatedDeviceStatus shareID?
        io.k8s.api.resource.v1.Device allNodes? allowMultipleAllocations? bindsToNode? nodeName?
        io.k8s.api.resource.v1.DeviceAllocationConfiguration opaque:3.1
        io.k8s.api.resource.v1.DeviceAttribute bool? int? string? version?
        io.k8s.api.resource.v1.DeviceClaimConfiguration opaque:2.1
        io.k8s.api.resource.v1.DeviceClassConfiguration opaque:1.1
        io.k8s.api.resource.v1.DeviceClassSpec extendedResourceName?
        io.k8s.api.resource.v1.DeviceConstraint distinctAttribute? matchAttribute?
        io.k8s.api.resource.v1.DeviceRequestAllocationResult adminAccess? shareID?
        io.k8s.api.resource.v1.DeviceToleration tolerationSeconds?
        io.k8s.api.resource.v1.ExactDeviceRequest adminAccess?
        io.k8s.api.resource.v1.ResourceSliceSpec allNodes? nodeName? perDeviceNodeSelection?
        io.k8s.api.resource.v1alpha3.DeviceTaintSelector device? driver? pool?
        io.k8s.api.resource.v1alpha3.PoolStatus allocatedDevices? availableDevices? nodeName? resourceSliceCount? totalDevices? unavailableDevices? validationError?
        io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequestSpec limit? poolName?
        io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequestStatus poolCount?
        io.k8s.api.resource.v1beta1.AllocatedDeviceStatus shareID?
        io.k8s.api.resource.v1beta1.BasicDevice allNodes? allowMultipleAllocations? bindsToNode? nodeName?
        io.k8s.api.resource.v1beta1.DeviceAllocationConfiguration opaque:3.1
        io.k8s.api.resource.v1beta1.DeviceAttribute bool? int? string? version?
        io.k8s.api.resource.v1beta1.DeviceClaimConfiguration opaque:2.1
        io.k8s.api.resource.v1beta1.DeviceClassConfiguration opaque:1.1
        io.k8s.api.resource.v1beta1.DeviceClassSpec extendedResourceName?
        io.k8s.api.resource.v1beta1.DeviceConstraint distinctAttribute? matchAttribute?
        io.k8s.api.resource.v1beta1.DeviceRequest adminAccess?
        io.k8s.api.resource.v1beta1.DeviceRequestAllocationResult adminAccess? shareID?
        io.k8s.api.resource.v1beta1.DeviceToleration tolerationSeconds?
        io.k8s.api.resource.v1beta1.ResourceSliceSpec perDeviceNodeSelection?
        io.k8s.api.resource.v1beta2.AllocatedDeviceStatus shareID?
        io.k8s.api.resource.v1beta2.Device allNodes? allowMultipleAllocations? bindsToNode? nodeName?
        io.k8s.api.resource.v1beta2.DeviceAllocationConfiguration opaque:3.1
        io.k8s.api.resource.v1beta2.DeviceAttribute bool? int? string? version?
        io.k8s.api.resource.v1beta2.DeviceClaimConfiguration opaque:2.1
        io.k8s.api.resource.v1beta2.DeviceClassConfiguration opaque:1.1
        io.k8s.api.resource.v1beta2.DeviceClassSpec extendedResourceName?
        io.k8s.api.resource.v1beta2.DeviceConstraint distinctAttribute? matchAttribute?
        io.k8s.api.resource.v1beta2.DeviceRequestAllocationResult adminAccess? shareID?
        io.k8s.api.resource.v1beta2.DeviceTaintSelector device? driver? pool?
        io.k8s.api.resource.v1beta2.DeviceToleration tolerationSeconds?
        io.k8s.api.resource.v1beta2.ExactDeviceRequest adminAccess?
        io.k8s.api.resource.v1beta2.ResourceSliceSpec allNodes? nodeName? perDeviceNodeSelection?
        io.k8s.api.scheduling.v1.PriorityClass preemptionPolicy?
        io.k8s.api.storage.v1.CSIDriverSpec attachRequired? fsGroupPolicy? nodeAllocatableUpdatePeriodSeconds? podInfoOnMount? preventPodSchedulingIfMissing? requiresRepublish? seLinuxMount? serviceAccountTokenInSecrets? storageCapacity?
        io.k8s.api.storage.v1.StorageClass allowVolumeExpansion? reclaimPolicy? volumeBindingMode?
        io.k8s.api.storage.v1.TokenRequest expirationSeconds?
        io.k8s.api.storage.v1.VolumeAttachmentSource persistentVolumeName?
        io.k8s.api.storage.v1.VolumeError errorCode?
        io.k8s.api.storage.v1.VolumeNodeResources count?
        io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion deprecationWarning?
        io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale labelSelectorPath?
        io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps $ref?:3 $schema:2 maxItems? maxLength? maxProperties? maximum? minItems? minLength? minProperties? minimum? multipleOf? x-kubernetes-embedded-resource:39 x-kubernetes-int-or-string:40 x-kubernetes-list-map-keys:41 x-kubernetes-list-type?:42 x-kubernetes-map-type?:43 x-kubernetes-preserve-unknown-fields?:38 x-kubernetes-validations:44
        io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference path? port?
        io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule optionalOldSelf? reason?
        io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig url?
        io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions gracePeriodSeconds? ignoreStoreReadErrorWithClusterBreakingPotential? orphanDependents? propagationPolicy?
        io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta remainingItemCount?
        io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta deletionGracePeriodSeconds?
        io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference blockOwnerDeletion? controller?
        io.k8s.apimachinery.pkg.apis.meta.v1.Preconditions resourceVersion? uid?
        io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference port?
        """;
}
