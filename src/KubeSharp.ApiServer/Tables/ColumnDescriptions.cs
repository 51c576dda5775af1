using System.Collections.Frozen;
using KubeSharp.Api.Descriptions;

namespace KubeSharp.ApiServer.Tables;

/// <summary>What columns mean: where a column shows a field, what the API reference says of it; else in words of our own. Source: upstream's printers, which name the same fields.</summary>
internal static class ColumnDescriptions
{
    // A line a kind: its qualified plural, the package of its types, then each column and the field that it shows, or what it means.
    private const string Table = """
        pods core.v1
          Ready: How many of its containers are ready, and how many there are.
          Status: What its containers are at, in one word.
          Restarts: How often its containers were started again, and when that was last.
          IP=PodStatus.podIP  Node=PodSpec.nodeName  Nominated Node=PodStatus.nominatedNodeName  Readiness Gates=PodSpec.readinessGates
        nodes core.v1
          Status: Whether it is ready, and takes pods.
          Roles: What it is for, by its labels.
          Version=NodeSystemInfo.kubeletVersion  Internal-IP=NodeStatus.addresses  External-IP=NodeStatus.addresses  OS-Image=NodeSystemInfo.osImage
          Kernel-Version=NodeSystemInfo.kernelVersion  Container-Runtime=NodeSystemInfo.containerRuntimeVersion
        namespaces core.v1
          Status: Active, or Terminating while what is in it is deleted.
        services core.v1
          Type=ServiceSpec.type  Cluster-IP=ServiceSpec.clusterIP  External-IP=ServiceSpec.externalIPs  Port(s)=ServiceSpec.ports  Selector=ServiceSpec.selector
        deployments.apps apps.v1
          Ready: How many of its pods are ready, and how many are wanted.
          Up-to-date=DeploymentStatus.updatedReplicas  Available=DeploymentStatus.availableReplicas  Selector=DeploymentSpec.selector
        replicasets.apps apps.v1
          Desired=ReplicaSetSpec.replicas  Current=ReplicaSetStatus.replicas  Ready=ReplicaSetStatus.readyReplicas  Selector=ReplicaSetSpec.selector
        replicationcontrollers core.v1
          Desired=ReplicationControllerSpec.replicas  Current=ReplicationControllerStatus.replicas  Ready=ReplicationControllerStatus.readyReplicas  Selector=ReplicationControllerSpec.selector
        statefulsets.apps apps.v1
          Ready: How many of its pods are ready, and how many are wanted.
        daemonsets.apps apps.v1
          Desired=DaemonSetStatus.desiredNumberScheduled  Current=DaemonSetStatus.currentNumberScheduled  Ready=DaemonSetStatus.numberReady  Up-to-date=DaemonSetStatus.updatedNumberScheduled
          Available=DaemonSetStatus.numberAvailable  Node Selector=core.v1.PodSpec.nodeSelector  Selector=DaemonSetSpec.selector
        jobs.batch batch.v1
          Status: What it is at, in one word.
          Completions=JobStatus.succeeded
          Duration: How long it took, or takes until now.
          Selector=JobSpec.selector
        cronjobs.batch batch.v1
          Schedule=CronJobSpec.schedule  Timezone=CronJobSpec.timeZone  Suspend=CronJobSpec.suspend  Active=CronJobStatus.active  Last Schedule=CronJobStatus.lastScheduleTime  Selector=JobSpec.selector
        configmaps core.v1
          Data=ConfigMap.data
        secrets core.v1
          Type=Secret.type  Data=Secret.data
        endpoints core.v1
          Endpoints=Endpoints.subsets
        endpointslices.discovery.k8s.io discovery.v1
          AddressType=EndpointSlice.addressType  Ports=EndpointSlice.ports  Endpoints=EndpointSlice.endpoints
        events core.v1
          Last Seen=Event.lastTimestamp  Type=Event.type  Reason=Event.reason  Object=Event.involvedObject  Subobject=ObjectReference.fieldPath  Source=Event.source  Message=Event.message
          First Seen=Event.firstTimestamp  Count=Event.count
        persistentvolumes core.v1
          Capacity=PersistentVolumeSpec.capacity  Access Modes=PersistentVolumeSpec.accessModes  Reclaim Policy=PersistentVolumeSpec.persistentVolumeReclaimPolicy  Status=PersistentVolumeStatus.phase
          Claim=PersistentVolumeSpec.claimRef  StorageClass=PersistentVolumeSpec.storageClassName  VolumeAttributesClass=PersistentVolumeSpec.volumeAttributesClassName
          Reason=PersistentVolumeStatus.reason  VolumeMode=PersistentVolumeSpec.volumeMode
        persistentvolumeclaims core.v1
          Status=PersistentVolumeClaimStatus.phase  Volume=PersistentVolumeClaimSpec.volumeName  Capacity=PersistentVolumeClaimStatus.capacity  Access Modes=PersistentVolumeClaimStatus.accessModes
          StorageClass=PersistentVolumeClaimSpec.storageClassName  VolumeAttributesClass=PersistentVolumeClaimSpec.volumeAttributesClassName  VolumeMode=PersistentVolumeClaimSpec.volumeMode
        storageclasses.storage.k8s.io storage.v1
          Provisioner=StorageClass.provisioner  ReclaimPolicy=StorageClass.reclaimPolicy  VolumeBindingMode=StorageClass.volumeBindingMode  AllowVolumeExpansion=StorageClass.allowVolumeExpansion
        clusterrolebindings.rbac.authorization.k8s.io rbac.v1
          Role=ClusterRoleBinding.roleRef
          Users: Users who have the role by it.
          Groups: Groups that have the role by it.
          ServiceAccounts: Service accounts that have the role by it.
        rolebindings.rbac.authorization.k8s.io rbac.v1
          Role=RoleBinding.roleRef
          Users: Users who have the role by it.
          Groups: Groups that have the role by it.
          ServiceAccounts: Service accounts that have the role by it.
        serviceaccounts core.v1
          Secrets=ServiceAccount.secrets
        leases.coordination.k8s.io coordination.v1
          Holder=LeaseSpec.holderIdentity
        priorityclasses.scheduling.k8s.io scheduling.v1
          Value=PriorityClass.value  Global-Default=PriorityClass.globalDefault  PreemptionPolicy=PriorityClass.preemptionPolicy
        ingresses.networking.k8s.io networking.v1
          Class=IngressSpec.ingressClassName
          Hosts: Hosts whose requests its rules are for.
          Address: Where the load balancer is reached.
          Ports: Ports that are open: with TLS 443, too.
        networkpolicies.networking.k8s.io networking.v1
          Pod-Selector=NetworkPolicySpec.podSelector
        poddisruptionbudgets.policy policy.v1
          Min Available: How many pods must stay available.
          Max Unavailable: How many pods may be unavailable.
          Allowed Disruptions: How many pods may be disrupted now.
        apiservices.apiregistration.k8s.io kube-aggregator.pkg.apis.apiregistration.v1
          Service: The service that answers for it; Local: this server.
          Available: Whether it answers.
        componentstatuses core.v1
          Status: Whether it is healthy.
          Message: What it says of itself.
          Error: What is wrong with it.
        podtemplates core.v1
          Containers: Names of the containers of the template.
          Images: Images of the containers of the template.
          Pod Labels: Labels of the template.
        resourcequotas core.v1
          Request: What may be asked for at least, and how much of it is taken.
          Limit: What may be used at most, and how much of it is taken.
        controllerrevisions.apps apps.v1
          Controller: Whose state it keeps.
          Revision=ControllerRevision.revision
        ingressclasses.networking.k8s.io networking.v1
          Controller=IngressClassSpec.controller  Parameters=IngressClassSpec.parameters
        ipaddresses.networking.k8s.io networking.v1
          ParentRef=IPAddressSpec.parentRef
        servicecidrs.networking.k8s.io networking.v1
          CIDRs=ServiceCIDRSpec.cidrs
        csidrivers.storage.k8s.io storage.v1
          AttachRequired=CSIDriverSpec.attachRequired  PodInfoOnMount=CSIDriverSpec.podInfoOnMount  StorageCapacity=CSIDriverSpec.storageCapacity  TokenRequests=CSIDriverSpec.tokenRequests
          RequiresRepublish=CSIDriverSpec.requiresRepublish  Modes=CSIDriverSpec.volumeLifecycleModes
        csinodes.storage.k8s.io storage.v1
          Drivers: How many drivers of storage are registered on the node.
        volumeattachments.storage.k8s.io storage.v1
          Attacher=VolumeAttachmentSpec.attacher  PV=VolumeAttachmentSource.persistentVolumeName  Node=VolumeAttachmentSpec.nodeName  Attached=VolumeAttachmentStatus.attached
        volumeattributesclasses.storage.k8s.io storage.v1
          DriverName=VolumeAttributesClass.driverName
        validatingwebhookconfigurations.admissionregistration.k8s.io admissionregistration.v1
          Webhooks: How many webhooks it has.
        mutatingwebhookconfigurations.admissionregistration.k8s.io admissionregistration.v1
          Webhooks: How many webhooks it has.
        validatingadmissionpolicies.admissionregistration.k8s.io admissionregistration.v1
          Validations: How many validations it has.
          ParamKind=ValidatingAdmissionPolicySpec.paramKind
        mutatingadmissionpolicies.admissionregistration.k8s.io admissionregistration.v1
          Mutations: How many mutations it has.
          ParamKind=MutatingAdmissionPolicySpec.paramKind
        validatingadmissionpolicybindings.admissionregistration.k8s.io admissionregistration.v1
          PolicyName=ValidatingAdmissionPolicyBindingSpec.policyName  ParamRef=ValidatingAdmissionPolicyBindingSpec.paramRef
        mutatingadmissionpolicybindings.admissionregistration.k8s.io admissionregistration.v1
          PolicyName=MutatingAdmissionPolicyBindingSpec.policyName  ParamRef=MutatingAdmissionPolicyBindingSpec.paramRef
        flowschemas.flowcontrol.apiserver.k8s.io flowcontrol.v1
          PriorityLevel=PriorityLevelConfigurationReference.name  MatchingPrecedence=FlowSchemaSpec.matchingPrecedence  DistinguisherMethod=FlowSchemaSpec.distinguisherMethod
          MissingPL: Whether the priority level that it names is missing.
        prioritylevelconfigurations.flowcontrol.apiserver.k8s.io flowcontrol.v1
          Type=PriorityLevelConfigurationSpec.type  NominalConcurrencyShares=LimitedPriorityLevelConfiguration.nominalConcurrencyShares  Queues=QueuingConfiguration.queues
          HandSize=QueuingConfiguration.handSize  QueueLengthLimit=QueuingConfiguration.queueLengthLimit
        resourceclaims.resource.k8s.io resource.v1
          State: What it is at: pending, allocated, reserved, deleted.
        resourceslices.resource.k8s.io resource.v1
          Node=ResourceSliceSpec.nodeName  Driver=ResourceSliceSpec.driver  Pool=ResourcePool.name
        horizontalpodautoscalers.autoscaling autoscaling.v2
          Reference=HorizontalPodAutoscalerSpec.scaleTargetRef  Targets=HorizontalPodAutoscalerSpec.metrics  MinPods=HorizontalPodAutoscalerSpec.minReplicas
          MaxPods=HorizontalPodAutoscalerSpec.maxReplicas  Replicas=HorizontalPodAutoscalerStatus.currentReplicas
        clustertrustbundles.certificates.k8s.io certificates.v1beta1
          SignerName=ClusterTrustBundleSpec.signerName
        podcertificaterequests.certificates.k8s.io certificates.v1beta1
          PodName=PodCertificateRequestSpec.podName  ServiceAccountName=PodCertificateRequestSpec.serviceAccountName  NodeName=PodCertificateRequestSpec.nodeName  SignerName=PodCertificateRequestSpec.signerName
          State: What has become of it: pending, issued, denied, failed.
          UnverifiedUserAnnotations=PodCertificateRequestSpec.unverifiedUserAnnotations
        certificatesigningrequests.certificates.k8s.io certificates.v1
          SignerName=CertificateSigningRequestSpec.signerName  Requestor=CertificateSigningRequestSpec.request  RequestedDuration=CertificateSigningRequestSpec.expirationSeconds
          Condition=CertificateSigningRequestStatus.conditions
        """;

    private const string Metadata = "@io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta.";

    // Columns that mean the same wherever they stand; a field is marked by @.
    private static readonly Dictionary<string, string> _common = new(StringComparer.Ordinal)
    {
        ["Name"] = Metadata + "name",
        ["Age"] = Metadata + "creationTimestamp",
        ["Created At"] = Metadata + "creationTimestamp",
        ["Containers"] = "Names of the containers of its pods.",
        ["Images"] = "Images of the containers of its pods.",
    };

    private static readonly FrozenDictionary<(string, string), string> _columns = Read().ToFrozenDictionary();

    /// <summary>What the column of the resource (qualified plural) means; empty where nothing is said.</summary>
    public static string Of(string resource, string column)
    {
        var told = _columns.GetValueOrDefault((resource, column)) ?? _common.GetValueOrDefault(column) ?? "";
        if (!told.StartsWith('@')) { return told; }
        var dot = told.LastIndexOf('.');
        return ApiDescriptions.OfField(told[1..dot], told[(dot + 1)..]);
    }

    private static Dictionary<(string, string), string> Read()
    {
        var (read, resource, package) = (new Dictionary<(string, string), string>(), "", "");
        foreach (var line in Table.Split('\n'))
        {
            if (!line.StartsWith(' ')) { (resource, package) = line.Split(' ') is [var plural, var types] ? (plural, types) : (resource, package); }
            else if (line.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon) { read[(resource, line[..colon].Trim())] = line[(colon + 2)..]; }
            else { foreach (var shown in line.Trim().Split("  ")) { read[(resource, shown.Split('=')[0])] = Field(shown.Split('=')[1], package); } }
        }
        return read;
    }

    // Of the kind's own package, unless another is named.
    private static string Field(string field, string package) => "@io.k8s." + (package.Contains(".pkg.", StringComparison.Ordinal) ? "" : "api.") + (field.Split('.').Length > 2 ? "" : package + ".") + field;
}
