using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry.Allocation;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>The rules of all built-in kinds that have any; the others are plain.</summary>
public static class KindRulesTable
{
    private const string Rbac = ".rbac.authorization.k8s.io", Storage = ".storage.k8s.io", Net = ".networking.k8s.io", Admission = ".admissionregistration.k8s.io", Flow = ".flowcontrol.apiserver.k8s.io", Device = ".resource.k8s.io";
    private static readonly ObjectNode _empty = ObjectNode.Empty;
    private static readonly ObjectNode _balancer = ObjectNode.Of(("loadBalancer", ObjectNode.Empty));

    /// <summary>The rules, one a resource.</summary>
    public static ImmutableArray<KindRules> Create(KindRulesOptions options) =>
    [
        new PodRules(), new ServiceRules(new ServiceAllocations([.. options.ServiceRanges.Select(AddressRange.Parse)], options.NodePortMin, options.NodePortMax, options.Random), options.Objects),
        new DeploymentRules(), new ReplicaSetRules(), new ReplicationControllerRules(), new DaemonSetRules(), new StatefulSetRules(), new JobRules(), new CronJobRules(),
        new NamespaceRules(), new NodeRules(), new SecretRules(), new PersistentVolumeRules(options.Time), new PersistentVolumeClaimRules(),
        new CertificateSigningRequestRules(options.Time), new ClusterTrustBundleRules(), new PodCertificateRequestRules(options.Time), new CustomResourceDefinitionRules(),
        .. Core(), .. Access(), .. Networking(), .. Policies(), .. StorageKinds(), .. Extension(), .. Devices(options),
    ];

    private static IEnumerable<KindRules> Core() =>
    [
        new SimpleRules("configmaps") { Check = ConfigurationValidation.ConfigMap, CheckChange = ConfigurationValidation.ConfigMapChange },
        new SimpleRules("serviceaccounts") { Prepare = static (v, _) => v.EditItems("secrets", static s => ObjectNode.Of(("name", s["name"]))), Warn = ObjectWarnings.Account },
        new SimpleRules("podtemplates") { Counts = true, Warn = static (v, old) => old is not null && Immutability.Same(v["template"], old["template"]) ? [] : PodWarnings.Of(v.Object("template"), "template"), Fill = static v => v.Edit("template", PodDefaults.Template), Check = PolicyValidation.PodTemplate },
        new SimpleRules("controllerrevisions.apps") { Check = PolicyValidation.ControllerRevision, CheckChange = PolicyValidation.ControllerRevisionChange },
        new SimpleRules("endpoints")
        {
            Fill = SpecDefaults.Endpoints, Check = EndpointsValidation.Endpoints, CreatesOnUpdate = true,
            Warn = static (v, _) => ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice", .. ObjectWarnings.Endpoints(v)],
        },
        new SimpleRules("endpointslices.discovery.k8s.io") { Counts = true, CountsLabels = true, Warn = ObjectWarnings.Slice, Prepare = SpecDefaults.WithoutTopology, Fill = SpecDefaults.EndpointSlice, Check = EndpointsValidation.Slice, CheckChange = EndpointsValidation.SliceChange },
        new SimpleRules("limitranges") { Prepare = static (v, old) => old is null ? v.Edit("metadata", static m => m.Fill("name", Guid.NewGuid().ToString())) : v, Fill = SpecDefaults.LimitRange, Check = QuotaValidation.LimitRange, CreatesOnUpdate = true },
        new SimpleRules("resourcequotas") { Warn = static (v, old) => old is null ? ObjectWarnings.Quota(v) : [], Status = _empty, Check = QuotaValidation.ResourceQuota, CheckChange = QuotaValidation.ResourceQuotaChange, CheckStatus = QuotaValidation.ResourceQuotaStatus },
        new SimpleRules("leases.coordination.k8s.io") { Check = PolicyValidation.Lease, CreatesOnUpdate = true },
        new SimpleRules("priorityclasses.scheduling.k8s.io") { Prepare = static (v, old) => v.Edit("metadata", m => old is null ? m.Set("generation", 1) : m.Take("generation", old.Object("metadata"))), Fill = static v => v.Set("value", v["value"] ?? 0).Set("preemptionPolicy", v["preemptionPolicy"] ?? "PreemptLowerPriority"), Check = PolicyValidation.PriorityClass, CheckChange = PolicyValidation.PriorityClassChange },
        new SimpleRules("runtimeclasses.node.k8s.io") { Warn = static (v, _) => ObjectWarnings.RuntimeClass(v), Check = PolicyValidation.RuntimeClass, CheckChange = PolicyValidation.RuntimeClassChange, CreatesOnUpdate = true },
        new SimpleRules("events")
        {
            Name = NameRule.PathSegment, Check = EventValidation.Check, CheckVersion = static (group, value, old, errors) => { if (group == "events.k8s.io") { EventValidation.Strict(value, old, errors); } }, CreatesOnUpdate = true, Transient = true,
            Fields =
            [
                .. FieldReads.Of("involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath",
                    "reason", "reportingComponent", "type"),
                new SelectableField("source", static v => v.TextAt("source", "component") is { Length: > 0 } component ? component : v.TextAt("reportingComponent") ?? ""),
            ],
        },
    ];

    private static IEnumerable<KindRules> Access() =>
    [
        new SimpleRules("roles" + Rbac) { Name = NameRule.WholePathSegment, Check = RbacValidation.Role, CreatesOnUpdate = true },
        new SimpleRules("clusterroles" + Rbac) { Name = NameRule.WholePathSegment, Fill = static v => v["rules"] is null ? v.Set("rules", NullNode.Instance) : v, Check = RbacValidation.Role, CreatesOnUpdate = true },
        new SimpleRules("rolebindings" + Rbac) { Name = NameRule.WholePathSegment, Fill = SpecDefaults.Binding, Check = RbacValidation.Binding, CheckChange = RbacValidation.BindingChange, CreatesOnUpdate = true },
        new SimpleRules("clusterrolebindings" + Rbac) { Name = NameRule.WholePathSegment, Fill = SpecDefaults.Binding, Check = RbacValidation.Binding, CheckChange = RbacValidation.BindingChange, CreatesOnUpdate = true },
    ];

    private static IEnumerable<KindRules> Networking() =>
    [
        new SimpleRules("ingresses" + Net) { Warn = static (v, old) => old is null ? ObjectWarnings.Ingress(v) : [], WarnStatus = ObjectWarnings.Balanced, Counts = true, Status = _balancer, Fill = static v => v.Make("spec", static s => s), Check = NetworkingValidation.Ingress, CheckStatus = NetworkingValidation.IngressStatus },
        new SimpleRules("ingressclasses" + Net) { Counts = true, Fill = static v => v.Edit("spec", static s => s.Edit("parameters", static p => p.Fill("scope", "Cluster"))), Check = NetworkingValidation.IngressClass, CheckChange = NetworkingValidation.IngressClassChange },
        new SimpleRules("networkpolicies" + Net) { Warn = static (v, _) => ObjectWarnings.Policy(v), Counts = true, Fill = SpecDefaults.NetworkPolicy, Check = NetworkingValidation.Policy },
        new SimpleRules("servicecidrs" + Net) { Status = _empty, Check = NetworkingValidation.ServiceCidr, CheckChange = NetworkingValidation.ServiceCidrChange },
        new SimpleRules("ipaddresses" + Net) { Name = NameRule.PathSegment, Check = NetworkingValidation.Address, CheckChange = NetworkingValidation.AddressChange },
    ];

    private static IEnumerable<KindRules> Policies() =>
    [
        new SimpleRules("poddisruptionbudgets.policy")
        {
            // Compat: its name is not looked at, but for what no path may hold.
            Name = NameRule.PathSegment,
            Counts = true, Status = ObjectNode.Of(("disruptionsAllowed", 0), ("currentHealthy", 0), ("desiredHealthy", 0), ("expectedPods", 0)),
            Fill = static v => v.Make("spec", static s => s), Check = PolicyValidation.DisruptionBudget, CheckStatus = PolicyValidation.DisruptionBudgetStatus,
        },
        new SimpleRules("horizontalpodautoscalers.autoscaling")
        {
            Status = ObjectNode.Of(("desiredReplicas", 0), ("currentMetrics", NullNode.Instance)), Fill = SpecDefaults.Autoscaler, Check = AutoscalerValidation.Check, CheckStatus = AutoscalerValidation.Status,
        },
        new SimpleRules("flowschemas" + Flow) { Counts = true, Status = _empty, Fill = SpecDefaults.FlowSchema, Check = FlowValidation.Schema, CheckStatus = FlowValidation.Status },
        new SimpleRules("prioritylevelconfigurations" + Flow) { Counts = true, Status = _empty, Fill = SpecDefaults.PriorityLevel, Check = FlowValidation.PriorityLevel, CheckStatus = FlowValidation.Status },
    ];

    private static IEnumerable<KindRules> StorageKinds() =>
    [
        new SimpleRules("storageclasses" + Storage) { Warn = static (v, _) => ObjectWarnings.StorageClass(v), Fill = static v => v.FillAbsent("reclaimPolicy", "Delete").FillAbsent("volumeBindingMode", "Immediate"), Check = StorageValidation.StorageClass, CheckChange = StorageValidation.StorageClassChange },
        new SimpleRules("csidrivers" + Storage) { Warn = ObjectWarnings.Driver, Prepare = Counted, Fill = SpecDefaults.CsiDriver, Check = StorageKindValidation.Driver, CheckChange = StorageKindValidation.DriverChange },
        new SimpleRules("csinodes" + Storage) { Check = StorageKindValidation.Node, CheckChange = StorageKindValidation.NodeChange },
        new SimpleRules("csistoragecapacities" + Storage) { Warn = static (v, _) => [.. NodeLabelWarnings.OfSelector(v.Object("nodeTopology"), "nodeTopology")], Check = StorageKindValidation.Capacity, CheckChange = StorageKindValidation.CapacityChange },
        new SimpleRules("volumeattachments" + Storage) { Status = ObjectNode.Of(("attached", false)), Check = StorageKindValidation.Attachment, CheckChange = StorageKindValidation.AttachmentChange, CheckStatus = StorageKindValidation.AttachmentStatus },
        new SimpleRules("volumeattributesclasses" + Storage) { Check = StorageKindValidation.AttributesClass, CheckChange = StorageKindValidation.AttributesClassChange },
    ];

    private static IEnumerable<KindRules> Devices(KindRulesOptions options) =>
    [
        new SimpleRules("deviceclasses" + Device) { Counts = true, Check = DeviceValidation.Class },
        new SimpleRules("resourceclaims" + Device)
        {
            Status = _empty, Fill = DeviceDefaults.Claim, PrepareStatus = DeviceDefaults.WithoutDeallocated,
            Check = (value, old, errors) =>
            {
                AdminAccessValidation.Requests(value.Object("spec"), value, options.Objects, errors);
                DeviceValidation.Claim(value, errors);
            },
            CheckChange = DeviceValidation.ClaimChange,
            CheckStatus = (value, old, errors) =>
            {
                AdminAccessValidation.Results(value, old, options.Objects, errors);
                DeviceStatusValidation.Claim(value, old, errors);
            },
        },
        new SimpleRules("resourceclaimtemplates" + Device)
        {
            Fill = static v => v.Edit("spec", DeviceDefaults.Claim),
            Check = (value, old, errors) =>
            {
                AdminAccessValidation.Requests(value.Object("spec").Object("spec"), value, options.Objects, errors);
                DeviceValidation.ClaimTemplate(value, errors);
            },
            CheckChange = DeviceValidation.ClaimTemplateChange,
        },
        new SimpleRules("resourceslices" + Device)
        {
            Warn = static (v, _) => ObjectWarnings.DeviceSlice(v),
            Prepare = (value, _) => DeviceDefaults.TaintTimes(value, options.Time), Counts = true, Check = ResourceSliceValidation.Check, Fields = [FieldReads.At("spec.nodeName", "spec.nodeName"), FieldReads.At("spec.driver", "spec.driver")],
        },
    ];

    // Compat: the generation of a driver counts its changes, from nothing.
    private static ObjectNode Counted(ObjectNode value, ObjectNode? old) => old is null || Immutability.Same(value["spec"], old["spec"]) ? value
        : value.Edit("metadata", m => m.Set("generation", (old.Object("metadata").Number("generation") ?? 0) + 1));

    private static IEnumerable<KindRules> Extension() =>
    [
        new SimpleRules("validatingwebhookconfigurations" + Admission) { Counts = true, Fill = static v => SpecDefaults.Webhooks(v, false), Check = WebhookValidation.Configuration },
        new SimpleRules("mutatingwebhookconfigurations" + Admission) { Counts = true, Fill = static v => SpecDefaults.Webhooks(v, true), Check = WebhookValidation.Configuration },
        new SimpleRules("validatingadmissionpolicies" + Admission) { Counts = true, Status = _empty, Fill = SpecDefaults.AdmissionPolicy, Check = AdmissionPolicyValidation.Validating, CheckStatus = AdmissionPolicyValidation.ValidatingStatus },
        new SimpleRules("validatingadmissionpolicybindings" + Admission) { Counts = true, Fill = SpecDefaults.AdmissionPolicyBinding, Check = AdmissionPolicyValidation.ValidatingBinding },
        new SimpleRules("mutatingadmissionpolicies" + Admission) { Counts = true, Fill = SpecDefaults.AdmissionPolicy, Check = AdmissionPolicyValidation.Mutating },
        new SimpleRules("mutatingadmissionpolicybindings" + Admission) { Counts = true, Fill = SpecDefaults.AdmissionPolicyBinding, Check = AdmissionPolicyValidation.MutatingBinding },
        new SimpleRules("apiservices.apiregistration.k8s.io") { Name = NameRule.PathSegment, Status = _empty, Fill = SpecDefaults.ApiService, Check = WebhookValidation.ApiService, CheckStatus = WebhookValidation.ApiServiceStatus },
    ];
}
