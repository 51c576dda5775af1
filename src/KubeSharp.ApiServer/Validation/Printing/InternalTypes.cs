namespace KubeSharp.ApiServer.Validation.Printing;

/// <summary>
/// The types by which upstream prints and compares values, a line a type: its fields in order, named as there. After a name stands what it holds:
/// nothing a text, # a number, ! a truth, ? what is null where it is absent, * a list, % a map, : an object that is always there, @ a value with its
/// zero; then the type of objects; then = and the JSON name where it does not follow from the name (^: the field stands in the object around).
/// +FIELD shows that field's own fields in its place. Types without a group are core's. Source: messages of upstream v1.36 (0070).
/// </summary>
internal static class InternalTypes
{
    /// <summary>The lines.</summary>
    public const string Text = """
        apps.DaemonSetUpdateStrategy Type RollingUpdate?apps.RollingUpdateDaemonSet
        apps.DeploymentStrategy Type RollingUpdate?apps.RollingUpdateDeployment
        apps.RollingUpdateDaemonSet MaxUnavailable@0 MaxSurge@0
        apps.RollingUpdateDeployment MaxUnavailable@0 MaxSurge@0
        apps.RollingUpdateStatefulSetStrategy Partition# MaxUnavailable?
        apps.StatefulSetUpdateStrategy Type RollingUpdate?apps.RollingUpdateStatefulSetStrategy
        authorization.NonResourceAttributes Path Verb
        batch.PodFailurePolicy Rules*batch.PodFailurePolicyRule
        batch.PodFailurePolicyOnExitCodesRequirement ContainerName? Operator Values*
        batch.PodFailurePolicyOnPodConditionsPattern Type Status
        batch.PodFailurePolicyRule Action OnExitCodes?batch.PodFailurePolicyOnExitCodesRequirement OnPodConditions*batch.PodFailurePolicyOnPodConditionsPattern
        batch.SuccessPolicy Rules*batch.SuccessPolicyRule
        batch.SuccessPolicyRule SucceededIndexes? SucceededCount?
        certificates.CertificateSigningRequestCondition Type Status Reason Message LastUpdateTime@null LastTransitionTime@null
        AWSElasticBlockStoreVolumeSource VolumeID FSType Partition# ReadOnly!
        Affinity NodeAffinity?NodeAffinity PodAffinity?PodAffinity PodAntiAffinity?PodAntiAffinity
        AppArmorProfile Type LocalhostProfile?
        AzureDiskVolumeSource DiskName DataDiskURI=diskURI CachingMode? FSType? ReadOnly? Kind?
        AzureFilePersistentVolumeSource SecretName ShareName ReadOnly! SecretNamespace?
        AzureFileVolumeSource SecretName ShareName ReadOnly!
        CSIPersistentVolumeSource Driver VolumeHandle ReadOnly! FSType VolumeAttributes% ControllerPublishSecretRef?SecretReference NodeStageSecretRef?SecretReference NodePublishSecretRef?SecretReference ControllerExpandSecretRef?SecretReference NodeExpandSecretRef?SecretReference
        CSIVolumeSource Driver ReadOnly? FSType? VolumeAttributes% NodePublishSecretRef?LocalObjectReference
        Capabilities Add* Drop*
        CephFSPersistentVolumeSource Monitors* Path User SecretFile SecretRef?SecretReference ReadOnly!
        CephFSVolumeSource Monitors* Path User SecretFile SecretRef?LocalObjectReference ReadOnly!
        CinderPersistentVolumeSource VolumeID FSType ReadOnly! SecretRef?SecretReference
        CinderVolumeSource VolumeID FSType ReadOnly! SecretRef?LocalObjectReference
        ClusterTrustBundleProjection Name? SignerName? LabelSelector? Optional? Path
        ConfigMapEnvSource Name Optional?
        ConfigMapKeySelector Name Key Optional?
        ConfigMapProjection Name Items*KeyToPath Optional?
        ConfigMapVolumeSource Name Items*KeyToPath DefaultMode? Optional?
        Container Name Image Command* Args* WorkingDir Ports*ContainerPort EnvFrom*EnvFromSource Env*EnvVar Resources:ResourceRequirements ResizePolicy*ContainerResizePolicy RestartPolicy? RestartPolicyRules*ContainerRestartRule VolumeMounts*VolumeMount VolumeDevices*VolumeDevice LivenessProbe?Probe ReadinessProbe?Probe StartupProbe?Probe Lifecycle?Lifecycle TerminationMessagePath TerminationMessagePolicy ImagePullPolicy SecurityContext?SecurityContext Stdin! StdinOnce! TTY!
        ContainerPort Name HostPort# ContainerPort# Protocol HostIP
        ContainerResizePolicy ResourceName RestartPolicy
        ContainerRestartRule Action ExitCodes?ContainerRestartRuleOnExitCodes
        ContainerRestartRuleOnExitCodes Operator Values*
        DownwardAPIProjection Items*DownwardAPIVolumeFile
        DownwardAPIVolumeFile Path FieldRef?ObjectFieldSelector ResourceFieldRef?ResourceFieldSelector Mode?
        DownwardAPIVolumeSource Items*DownwardAPIVolumeFile DefaultMode?
        EmptyDirVolumeSource Medium SizeLimit?
        EnvFromSource Prefix ConfigMapRef?ConfigMapEnvSource SecretRef?SecretEnvSource
        EnvVar Name Value ValueFrom?EnvVarSource
        EnvVarSource FieldRef?ObjectFieldSelector ResourceFieldRef?ResourceFieldSelector ConfigMapKeyRef?ConfigMapKeySelector SecretKeyRef?SecretKeySelector FileKeyRef?FileKeySelector
        EphemeralContainer Name Image Command* Args* WorkingDir Ports*ContainerPort EnvFrom*EnvFromSource Env*EnvVar Resources:ResourceRequirements ResizePolicy*ContainerResizePolicy RestartPolicy? RestartPolicyRules*ContainerRestartRule VolumeMounts*VolumeMount VolumeDevices*VolumeDevice LivenessProbe?Probe ReadinessProbe?Probe StartupProbe?Probe Lifecycle?Lifecycle TerminationMessagePath TerminationMessagePolicy ImagePullPolicy SecurityContext?SecurityContext Stdin! StdinOnce! TTY! TargetContainerName
        EphemeralVolumeSource VolumeClaimTemplate?PersistentVolumeClaimTemplate
        EventSource Component Host
        ExecAction Command*
        FCVolumeSource TargetWWNs* Lun? FSType ReadOnly! WWIDs*=wwids
        FileKeySelector VolumeName Path Key Optional?
        FlexPersistentVolumeSource Driver FSType SecretRef?SecretReference ReadOnly! Options%
        FlexVolumeSource Driver FSType SecretRef?LocalObjectReference ReadOnly! Options%
        FlockerVolumeSource DatasetName DatasetUUID
        GCEPersistentDiskVolumeSource PDName FSType Partition# ReadOnly!
        GRPCAction Port# Service?
        GitRepoVolumeSource Repository Revision Directory
        GlusterfsPersistentVolumeSource EndpointsName=endpoints Path ReadOnly! EndpointsNamespace?
        GlusterfsVolumeSource EndpointsName=endpoints Path ReadOnly!
        HTTPGetAction Path Port@0 Host Scheme HTTPHeaders*HTTPHeader
        HTTPHeader Name Value
        HostAlias IP Hostnames*
        HostIP IP
        HostPathVolumeSource Path Type?
        ISCSIPersistentVolumeSource TargetPortal IQN Lun# ISCSIInterface FSType ReadOnly! Portals* DiscoveryCHAPAuth!=chapAuthDiscovery SessionCHAPAuth!=chapAuthSession SecretRef?SecretReference InitiatorName?
        ISCSIVolumeSource TargetPortal IQN Lun# ISCSIInterface FSType ReadOnly! Portals* DiscoveryCHAPAuth!=chapAuthDiscovery SessionCHAPAuth!=chapAuthSession SecretRef?LocalObjectReference InitiatorName?
        ImageVolumeSource Reference PullPolicy
        KeyToPath Key Path Mode?
        Lifecycle PostStart?LifecycleHandler PreStop?LifecycleHandler StopSignal?
        LifecycleHandler Exec?ExecAction HTTPGet?HTTPGetAction TCPSocket?TCPSocketAction Sleep?SleepAction
        LocalObjectReference Name
        LocalVolumeSource Path FSType?
        NFSVolumeSource Server Path ReadOnly!
        NodeAddress Type Address
        NodeAffinity RequiredDuringSchedulingIgnoredDuringExecution?NodeSelector PreferredDuringSchedulingIgnoredDuringExecution*PreferredSchedulingTerm
        NodeSelector NodeSelectorTerms*NodeSelectorTerm
        NodeSelectorRequirement Key Operator Values*
        NodeSelectorTerm MatchExpressions*NodeSelectorRequirement MatchFields*NodeSelectorRequirement
        ObjectFieldSelector APIVersion FieldPath
        ObjectReference Kind Namespace Name UID APIVersion ResourceVersion FieldPath
        PersistentVolumeClaimSpec AccessModes* Selector? Resources:VolumeResourceRequirements VolumeName StorageClassName? VolumeMode? DataSource?TypedLocalObjectReference DataSourceRef?TypedObjectReference VolumeAttributesClassName?
        PersistentVolumeClaimTemplate +metadata Spec:PersistentVolumeClaimSpec
        PersistentVolumeClaimVolumeSource ClaimName ReadOnly!
        PersistentVolumeSource GCEPersistentDisk?GCEPersistentDiskVolumeSource AWSElasticBlockStore?AWSElasticBlockStoreVolumeSource HostPath?HostPathVolumeSource Glusterfs?GlusterfsPersistentVolumeSource NFS?NFSVolumeSource RBD?RBDPersistentVolumeSource Quobyte?QuobyteVolumeSource ISCSI?ISCSIPersistentVolumeSource FlexVolume?FlexPersistentVolumeSource Cinder?CinderPersistentVolumeSource CephFS?CephFSPersistentVolumeSource=cephfs FC?FCVolumeSource Flocker?FlockerVolumeSource AzureFile?AzureFilePersistentVolumeSource VsphereVolume?VsphereVirtualDiskVolumeSource AzureDisk?AzureDiskVolumeSource PhotonPersistentDisk?PhotonPersistentDiskVolumeSource PortworxVolume?PortworxVolumeSource ScaleIO?ScaleIOPersistentVolumeSource Local?LocalVolumeSource StorageOS?StorageOSPersistentVolumeSource=storageos CSI?CSIPersistentVolumeSource
        PersistentVolumeSpec Capacity% GCEPersistentDisk?GCEPersistentDiskVolumeSource AWSElasticBlockStore?AWSElasticBlockStoreVolumeSource HostPath?HostPathVolumeSource Glusterfs?GlusterfsPersistentVolumeSource NFS?NFSVolumeSource RBD?RBDPersistentVolumeSource Quobyte?QuobyteVolumeSource ISCSI?ISCSIPersistentVolumeSource FlexVolume?FlexPersistentVolumeSource Cinder?CinderPersistentVolumeSource CephFS?CephFSPersistentVolumeSource=cephfs FC?FCVolumeSource Flocker?FlockerVolumeSource AzureFile?AzureFilePersistentVolumeSource VsphereVolume?VsphereVirtualDiskVolumeSource AzureDisk?AzureDiskVolumeSource PhotonPersistentDisk?PhotonPersistentDiskVolumeSource PortworxVolume?PortworxVolumeSource ScaleIO?ScaleIOPersistentVolumeSource Local?LocalVolumeSource StorageOS?StorageOSPersistentVolumeSource=storageos CSI?CSIPersistentVolumeSource AccessModes* ClaimRef?ObjectReference PersistentVolumeReclaimPolicy StorageClassName MountOptions* VolumeMode? NodeAffinity?VolumeNodeAffinity VolumeAttributesClassName?
        PhotonPersistentDiskVolumeSource PdID FSType
        PodAffinity RequiredDuringSchedulingIgnoredDuringExecution*PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution*WeightedPodAffinityTerm
        PodAffinityTerm LabelSelector? Namespaces* TopologyKey NamespaceSelector? MatchLabelKeys* MismatchLabelKeys*
        PodAntiAffinity RequiredDuringSchedulingIgnoredDuringExecution*PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution*WeightedPodAffinityTerm
        PodCertificateProjection SignerName KeyType MaxExpirationSeconds? CredentialBundlePath KeyPath CertificateChainPath UserAnnotations%
        PodDNSConfig Nameservers* Searches* Options*PodDNSConfigOption
        PodDNSConfigOption Name Value?
        PodIP IP
        PodOS Name
        PodReadinessGate ConditionType
        PodResourceClaim Name ResourceClaimName? ResourceClaimTemplateName?
        PodSchedulingGate Name
        PodSchedulingGroup PodGroupName?
        PodSecurityContext HostNetwork!=^ HostPID!=^ HostIPC!=^ ShareProcessNamespace?=^ HostUsers?=^ SELinuxOptions?SELinuxOptions WindowsOptions?WindowsSecurityContextOptions RunAsUser? RunAsGroup? RunAsNonRoot? SupplementalGroups* SupplementalGroupsPolicy? FSGroup? FSGroupChangePolicy? Sysctls*Sysctl SeccompProfile?SeccompProfile AppArmorProfile?AppArmorProfile SELinuxChangePolicy?
        PodSpec Volumes*Volume InitContainers*Container Containers*Container EphemeralContainers*EphemeralContainer RestartPolicy TerminationGracePeriodSeconds? ActiveDeadlineSeconds? DNSPolicy NodeSelector% ServiceAccountName AutomountServiceAccountToken? NodeName SecurityContext?PodSecurityContext ImagePullSecrets*LocalObjectReference Hostname Subdomain SetHostnameAsFQDN? Affinity?Affinity SchedulerName Tolerations*Toleration HostAliases*HostAlias PriorityClassName Priority? PreemptionPolicy? DNSConfig?PodDNSConfig ReadinessGates*PodReadinessGate RuntimeClassName? Overhead% EnableServiceLinks? TopologySpreadConstraints*TopologySpreadConstraint OS?PodOS SchedulingGates*PodSchedulingGate ResourceClaims*PodResourceClaim Resources?ResourceRequirements HostnameOverride? SchedulingGroup?PodSchedulingGroup
        PodTemplateSpec +metadata Spec:PodSpec
        PortworxVolumeSource VolumeID FSType ReadOnly!
        PreferredSchedulingTerm Weight# Preference:NodeSelectorTerm
        Probe Exec?ExecAction HTTPGet?HTTPGetAction TCPSocket?TCPSocketAction GRPC?GRPCAction InitialDelaySeconds# TimeoutSeconds# PeriodSeconds# SuccessThreshold# FailureThreshold# TerminationGracePeriodSeconds?
        ProjectedVolumeSource Sources*VolumeProjection DefaultMode?
        QuobyteVolumeSource Registry Volume ReadOnly! User Group Tenant
        RBDPersistentVolumeSource CephMonitors*=monitors RBDImage=image FSType RBDPool=pool RadosUser=user Keyring SecretRef?SecretReference ReadOnly!
        RBDVolumeSource CephMonitors*=monitors RBDImage=image FSType RBDPool=pool RadosUser=user Keyring SecretRef?LocalObjectReference ReadOnly!
        ResourceClaim Name Request
        ResourceFieldSelector ContainerName Resource Divisor@"0"
        ResourceRequirements Limits% Requests% Claims*ResourceClaim
        SELinuxOptions User Role Type Level
        ScaleIOPersistentVolumeSource Gateway System SecretRef?SecretReference SSLEnabled! ProtectionDomain StoragePool StorageMode VolumeName FSType ReadOnly!
        ScaleIOVolumeSource Gateway System SecretRef?LocalObjectReference SSLEnabled! ProtectionDomain StoragePool StorageMode VolumeName FSType ReadOnly!
        ScopeSelector MatchExpressions*ScopedResourceSelectorRequirement
        ScopedResourceSelectorRequirement ScopeName Operator Values*
        SeccompProfile Type LocalhostProfile?
        SecretEnvSource Name Optional?
        SecretKeySelector Name Key Optional?
        SecretProjection Name Items*KeyToPath Optional?
        SecretReference Name Namespace
        SecretVolumeSource SecretName Items*KeyToPath DefaultMode? Optional?
        SecurityContext Capabilities?Capabilities Privileged? SELinuxOptions?SELinuxOptions WindowsOptions?WindowsSecurityContextOptions RunAsUser? RunAsGroup? RunAsNonRoot? ReadOnlyRootFilesystem? AllowPrivilegeEscalation? ProcMount? SeccompProfile?SeccompProfile AppArmorProfile?AppArmorProfile
        ServiceAccountTokenProjection Audience ExpirationSeconds# Path
        ServicePort Name Protocol AppProtocol? Port# TargetPort@0 NodePort#
        SleepAction Seconds#
        StorageOSPersistentVolumeSource VolumeName VolumeNamespace FSType ReadOnly! SecretRef?ObjectReference
        StorageOSVolumeSource VolumeName VolumeNamespace FSType ReadOnly! SecretRef?LocalObjectReference
        Sysctl Name Value
        TCPSocketAction Port@0 Host
        Taint Key Value Effect TimeAdded?
        Toleration Key Operator Value Effect TolerationSeconds?
        TopologySpreadConstraint MaxSkew# TopologyKey WhenUnsatisfiable LabelSelector? MinDomains? NodeAffinityPolicy? NodeTaintsPolicy? MatchLabelKeys*
        TypedLocalObjectReference APIGroup? Kind Name
        TypedObjectReference APIGroup? Kind Name Namespace?
        Volume Name HostPath?HostPathVolumeSource EmptyDir?EmptyDirVolumeSource GCEPersistentDisk?GCEPersistentDiskVolumeSource AWSElasticBlockStore?AWSElasticBlockStoreVolumeSource GitRepo?GitRepoVolumeSource Secret?SecretVolumeSource NFS?NFSVolumeSource ISCSI?ISCSIVolumeSource Glusterfs?GlusterfsVolumeSource PersistentVolumeClaim?PersistentVolumeClaimVolumeSource RBD?RBDVolumeSource Quobyte?QuobyteVolumeSource FlexVolume?FlexVolumeSource Cinder?CinderVolumeSource CephFS?CephFSVolumeSource=cephfs Flocker?FlockerVolumeSource DownwardAPI?DownwardAPIVolumeSource FC?FCVolumeSource AzureFile?AzureFileVolumeSource ConfigMap?ConfigMapVolumeSource VsphereVolume?VsphereVirtualDiskVolumeSource AzureDisk?AzureDiskVolumeSource PhotonPersistentDisk?PhotonPersistentDiskVolumeSource Projected?ProjectedVolumeSource PortworxVolume?PortworxVolumeSource ScaleIO?ScaleIOVolumeSource StorageOS?StorageOSVolumeSource=storageos CSI?CSIVolumeSource Ephemeral?EphemeralVolumeSource Image?ImageVolumeSource
        VolumeDevice Name DevicePath
        VolumeMount Name ReadOnly! RecursiveReadOnly? MountPath SubPath MountPropagation? SubPathExpr
        VolumeNodeAffinity Required?NodeSelector
        VolumeProjection Secret?SecretProjection DownwardAPI?DownwardAPIProjection ConfigMap?ConfigMapProjection ServiceAccountToken?ServiceAccountTokenProjection ClusterTrustBundle?ClusterTrustBundleProjection PodCertificate?PodCertificateProjection
        VolumeResourceRequirements Limits% Requests%
        VsphereVirtualDiskVolumeSource VolumePath FSType StoragePolicyName StoragePolicyID
        WeightedPodAffinityTerm Weight# PodAffinityTerm:PodAffinityTerm
        WindowsSecurityContextOptions GMSACredentialSpecName? GMSACredentialSpec? RunAsUserName? HostProcess?
        flowcontrol.FlowDistinguisherMethod Type
        networking.ParentReference Group Resource Namespace Name
        policy.PodDisruptionBudgetSpec MinAvailable? Selector? MaxUnavailable? UnhealthyPodEvictionPolicy?
        rbac.RoleRef APIGroup Kind Name
        resource.AllocationResult Devices:resource.DeviceAllocationResult NodeSelector?NodeSelector AllocationTimestamp?
        resource.CELDeviceSelector Expression
        resource.CapacityRequirements Requests%
        resource.DeviceAllocationConfiguration Source Requests* Opaque?resource.OpaqueDeviceConfiguration
        resource.DeviceAllocationResult Results*resource.DeviceRequestAllocationResult Config*resource.DeviceAllocationConfiguration
        resource.DeviceAttribute IntValue?=int BoolValue?=bool StringValue?=string VersionValue?=version IntValues*=ints BoolValues*=bools StringValues*=strings VersionValues*=versions
        resource.DeviceClaim Requests*resource.DeviceRequest Constraints*resource.DeviceConstraint Config*resource.DeviceClaimConfiguration
        resource.DeviceClaimConfiguration Requests* Opaque?resource.OpaqueDeviceConfiguration
        resource.DeviceConstraint Requests* MatchAttribute? DistinctAttribute?
        resource.DeviceRequest Name Exactly?resource.ExactDeviceRequest FirstAvailable*resource.DeviceSubRequest
        resource.DeviceRequestAllocationResult Request Driver Pool Device AdminAccess? Tolerations*resource.DeviceToleration BindingConditions* BindingFailureConditions* ShareID? ConsumedCapacity%
        resource.DeviceSelector CEL?resource.CELDeviceSelector
        resource.DeviceSubRequest Name DeviceClassName Selectors*resource.DeviceSelector AllocationMode Count# Tolerations*resource.DeviceToleration Capacity?resource.CapacityRequirements
        resource.DeviceToleration Key Operator Value Effect TolerationSeconds?
        resource.ExactDeviceRequest DeviceClassName Selectors*resource.DeviceSelector AllocationMode Count# AdminAccess? Tolerations*resource.DeviceToleration Capacity?resource.CapacityRequirements
        resource.OpaqueDeviceConfiguration Driver Parameters@null
        resource.ResourceClaimSpec Devices:resource.DeviceClaim
        resource.ResourceClaimTemplateSpec +metadata Spec:resource.ResourceClaimSpec
        storage.CSINodeDriver Name NodeID TopologyKeys* Allocatable?storage.VolumeNodeResources
        storage.VolumeAttachmentSource PersistentVolumeName? InlineVolumeSpec?PersistentVolumeSpec
        storage.VolumeAttachmentSpec Attacher Source:storage.VolumeAttachmentSource NodeName
        storage.VolumeNodeResources Count?
        """;
}
