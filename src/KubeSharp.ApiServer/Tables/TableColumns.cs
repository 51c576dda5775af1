using System.Collections.Frozen;
using System.Globalization;
using KubeSharp.Machinery.Documents;
using static KubeSharp.ApiServer.Tables.PodCells;

namespace KubeSharp.ApiServer.Tables;

/// <summary>The columns of each kind, as upstream prints them.</summary>
public static class TableColumns
{
    private static readonly TableColumn _name = new("Name", static (o, _) => o.TextAt("metadata", "name") ?? "", Format: "name");
    private static readonly TableColumn _age = new("Age", static (o, now) => Ages.Since(o.TextAt("metadata", "creationTimestamp"), now));
    private static readonly TableColumn _createdAt = new("Created At", static (o, _) => o.TextAt("metadata", "creationTimestamp") ?? "", "date");
    private static readonly TableColumn _containers = new("Containers", static (o, _) => Join(Items(o, Template(o)), "name"), Priority: 1);
    private static readonly TableColumn _images = new("Images", static (o, _) => Join(Items(o, Template(o)), "image"), Priority: 1);
    private static readonly TableColumn _selector = new("Selector", static (o, _) => Selector(o.At("spec", "selector")), Priority: 1);
    private static readonly TableColumn[] _plain = [_name, _age];
    private static readonly TableColumn[] _dated = [_name, _createdAt];

    private static readonly FrozenDictionary<string, TableColumn[]> _kinds = new Dictionary<string, TableColumn[]>
    {
        ["pods"] = [_name, new("Ready", Ready), new("Status", Status), new("Restarts", Restarts), _age, Text("IP", 1, "status", "podIP"), Text("Node", 1, "spec", "nodeName"), Text("Nominated Node", 1, "status", "nominatedNodeName"), new("Readiness Gates", ReadinessGates, Priority: 1)],
        ["nodes"] = [_name, new("Status", NodeStatus), new("Roles", NodeRoles), _age, new("Version", static (o, _) => o.TextAt("status", "nodeInfo", "kubeletVersion") ?? ""), new("Internal-IP", static (o, _) => Address(o, "InternalIP"), Priority: 1), new("External-IP", static (o, _) => Address(o, "ExternalIP"), Priority: 1), new("OS-Image", static (o, _) => o.TextAt("status", "nodeInfo", "osImage") is { Length: > 0 } text ? text : "<unknown>", Priority: 1), new("Kernel-Version", static (o, _) => o.TextAt("status", "nodeInfo", "kernelVersion") is { Length: > 0 } text ? text : "<unknown>", Priority: 1), new("Container-Runtime", static (o, _) => o.TextAt("status", "nodeInfo", "containerRuntimeVersion") is { Length: > 0 } text ? text : "<unknown>", Priority: 1)],
        ["namespaces"] = [_name, Text("Status", 0, "status", "phase"), _age],
        ["services"] = [_name, Text("Type", 0, "spec", "type"), Text("Cluster-IP", 0, "spec", "clusterIP"), new("External-IP", ExternalIP), new("Port(s)", ServicePorts), _age, new("Selector", static (o, _) => Selector(o.At("spec", "selector")), Priority: 1)],
        ["deployments.apps"] = [_name, new("Ready", static (o, _) => $"{Whole(o, "status", "readyReplicas")}/{Whole(o, "spec", "replicas")}"), Cell("Up-to-date", "status", "updatedReplicas"), Cell("Available", "status", "availableReplicas"), _age, _containers, _images, _selector],
        ["replicasets.apps"] = [_name, Number("Desired", "spec", "replicas"), Number("Current", "status", "replicas"), Number("Ready", "status", "readyReplicas"), _age, _containers, _images, _selector],
        ["replicationcontrollers"] = [_name, Number("Desired", "spec", "replicas"), Number("Current", "status", "replicas"), Number("Ready", "status", "readyReplicas"), _age, _containers, _images, _selector],
        ["statefulsets.apps"] = [_name, new("Ready", static (o, _) => $"{Whole(o, "status", "readyReplicas")}/{Whole(o, "spec", "replicas")}"), _age, _containers, _images],
        ["daemonsets.apps"] = [_name, Number("Desired", "status", "desiredNumberScheduled"), Number("Current", "status", "currentNumberScheduled"), Number("Ready", "status", "numberReady"), Number("Up-to-date", "status", "updatedNumberScheduled"), Number("Available", "status", "numberAvailable"), new("Node Selector", static (o, _) => Selector(o.At("spec", "template", "spec", "nodeSelector"))), _age, _containers, _images, _selector],
        ["jobs.batch"] = [_name, new("Status", JobStatus), new("Completions", JobCompletions), new("Duration", JobDuration), _age, _containers, _images, _selector],
        ["cronjobs.batch"] = [_name, Text("Schedule", 0, "spec", "schedule"), Text("Timezone", 0, "spec", "timeZone"), new("Suspend", static (o, _) => Printed(o.At("spec", "suspend"), "False"), "boolean"), new("Active", static (o, _) => Items(o, "status", "active").Count, "integer"), new("Last Schedule", static (o, now) => o.TextAt("status", "lastScheduleTime") is { } t ? Ages.Since(t, now) : "<none>"), _age, _containers, _images, _selector],
        ["configmaps"] = [_name, new("Data", static (o, _) => Count(o, "data") + Count(o, "binaryData")), _age],
        ["secrets"] = [_name, Text("Type", 0, "type"), new("Data", static (o, _) => Count(o, "data")), _age],
        ["endpoints"] = [_name, new("Endpoints", Endpoints), _age],
        ["endpointslices.discovery.k8s.io"] = [_name, Text("AddressType", 0, "addressType"), new("Ports", static (o, _) => OrUnset(Join(Items(o, "ports"), "port"))), new("Endpoints", static (o, _) => OrUnset(Few(Items(o, "endpoints").SelectMany(static e => e.At("addresses") as ArrayNode ?? ArrayNode.Empty).Select(Plain)))), _age],
        ["events"] = [new("Last Seen", LastSeen), .. Event],
        ["persistentvolumes"] = [_name, Text("Capacity", 0, "spec", "capacity", "storage"), new("Access Modes", static (o, _) => Modes(o, "spec")), Text("Reclaim Policy", 0, "spec", "persistentVolumeReclaimPolicy"), new("Status", static (o, _) => Deleting(o, o.TextAt("status", "phase"))), new("Claim", static (o, _) => o.At("spec", "claimRef") is { } c ? $"{c.TextAt("namespace")}/{c.TextAt("name")}" : ""), new("StorageClass", static (o, _) => o.TextAt("spec", "storageClassName") ?? ""), Text("VolumeAttributesClass", 0, "spec", "volumeAttributesClassName"), new("Reason", static (o, _) => o.TextAt("status", "reason") ?? ""), _age, Text("VolumeMode", 1, "spec", "volumeMode")],
        ["persistentvolumeclaims"] = [_name, new("Status", static (o, _) => Deleting(o, o.TextAt("status", "phase"))), new("Volume", static (o, _) => o.TextAt("spec", "volumeName") ?? ""), new("Capacity", static (o, _) => o.TextAt("status", "capacity", "storage") ?? ""), new("Access Modes", static (o, _) => Modes(o, "status")), new("StorageClass", static (o, _) => o.TextAt("spec", "storageClassName") ?? ""), Text("VolumeAttributesClass", 0, "spec", "volumeAttributesClassName"), _age, Text("VolumeMode", 1, "spec", "volumeMode")],
        ["storageclasses.storage.k8s.io"] = [new("Name", static (o, _) => o.TextAt("metadata", "name") + (o.TextAt("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true" ? " (default)" : ""), Format: "name"), Text("Provisioner", 0, "provisioner"), Text("ReclaimPolicy", 0, "reclaimPolicy"), Text("VolumeBindingMode", 0, "volumeBindingMode"), new("AllowVolumeExpansion", static (o, _) => o.At("allowVolumeExpansion") ?? false), _age],
        ["clusterrolebindings.rbac.authorization.k8s.io"] = Binding,
        ["rolebindings.rbac.authorization.k8s.io"] = Binding,
        ["clusterroles.rbac.authorization.k8s.io"] = _dated,
        ["roles.rbac.authorization.k8s.io"] = _dated,
        ["customresourcedefinitions.apiextensions.k8s.io"] = _dated,
        ["limitranges"] = _dated,
        ["leases.coordination.k8s.io"] = [_name, new("Holder", static (o, _) => o.TextAt("spec", "holderIdentity") ?? ""), _age],
        ["priorityclasses.scheduling.k8s.io"] = [_name, Number("Value", "value"), new("Global-Default", static (o, _) => o.At("globalDefault") ?? false, "boolean"), _age, Text("PreemptionPolicy", 0, "preemptionPolicy")],
        ["ingresses.networking.k8s.io"] = [_name, Text("Class", 0, "spec", "ingressClassName"), new("Hosts", static (o, _) => Items(o, "spec", "rules").Select(static r => r.TextAt("host") ?? "*").DefaultIfEmpty("*").Aggregate(static (a, b) => a + "," + b)), new("Address", static (o, _) => string.Join(',', Items(o, "status", "loadBalancer", "ingress").Select(static i => i.TextAt("ip") ?? i.TextAt("hostname")))), new("Ports", static (o, _) => Items(o, "spec", "tls").Count > 0 ? "80, 443" : "80"), _age],
        ["networkpolicies.networking.k8s.io"] = [_name, new("Pod-Selector", static (o, _) => Selector(o.At("spec", "podSelector"))), _age],
        ["poddisruptionbudgets.policy"] = [_name, new("Min Available", static (o, _) => Printed(o.At("spec", "minAvailable"), "N/A")), new("Max Unavailable", static (o, _) => Printed(o.At("spec", "maxUnavailable"), "N/A")), Number("Allowed Disruptions", "status", "disruptionsAllowed"), _age],
        ["runtimeclasses.node.k8s.io"] = [_name, Text("Handler", 0, "handler"), _age],
        ["apiservices.apiregistration.k8s.io"] = [_name, new("Service", static (o, _) => o.At("spec", "service") is { } s ? $"{s.TextAt("namespace")}/{s.TextAt("name")}" : "Local"), new("Available", static (o, _) => Items(o, "status", "conditions").FirstOrDefault(static c => c.TextAt("type") == "Available")?.TextAt("status") ?? "Unknown"), _age],
        ["componentstatuses"] = [_name, new("Status", static (o, _) => Items(o, "conditions").Any(static c => c.TextAt("type") == "Healthy" && c.TextAt("status") == "True") ? "Healthy" : "Unhealthy"), new("Message", static (o, _) => Items(o, "conditions").FirstOrDefault()?.TextAt("message") ?? ""), new("Error", static (o, _) => Items(o, "conditions").FirstOrDefault()?.TextAt("error") ?? "")],
        ["podtemplates"] = [_name, new("Containers", static (o, _) => Join(Items(o, "template", "spec", "containers"), "name")), new("Images", static (o, _) => Join(Items(o, "template", "spec", "containers"), "image")), new("Pod Labels", static (o, _) => Selector(o.At("template", "metadata", "labels")))],
        ["resourcequotas"] = [_name, new("Request", static (o, _) => Quota(o, isLimit: false)), new("Limit", static (o, _) => Quota(o, isLimit: true)), _age],
        ["controllerrevisions.apps"] = [_name, new("Controller", static (o, _) => Items(o, "metadata", "ownerReferences").FirstOrDefault(static r => r.At("controller") is BooleanNode { Value: true }) is { } owner ? $"{owner.TextAt("kind")?.ToLowerInvariant()}.{owner.TextAt("apiVersion")?.Split('/')[0]}/{owner.TextAt("name")}" : "<none>"), new("Revision", static (o, _) => Whole(o, "revision")), _age],
        ["ingressclasses.networking.k8s.io"] = [_name, Text("Controller", 0, "spec", "controller"), new("Parameters", static (o, _) => o.At("spec", "parameters") is { } p ? $"{p.TextAt("kind")}{(p.TextAt("apiGroup") is { Length: > 0 } g ? "." + g : "")}/{p.TextAt("name")}" : "<none>"), _age],
        ["ipaddresses.networking.k8s.io"] = [_name, new("ParentRef", static (o, _) => $"{o.TextAt("spec", "parentRef", "resource")}{(o.TextAt("spec", "parentRef", "group") is { Length: > 0 } g ? "." + g : "")}/{o.TextAt("spec", "parentRef", "namespace")}/{o.TextAt("spec", "parentRef", "name")}")],
        ["servicecidrs.networking.k8s.io"] = [_name, new("CIDRs", static (o, _) => string.Join(',', Items(o, "spec", "cidrs").Select(Plain))), _age],
        ["csidrivers.storage.k8s.io"] = [_name, Flag("AttachRequired", true, "spec", "attachRequired"), Flag("PodInfoOnMount", false, "spec", "podInfoOnMount"), Flag("StorageCapacity", false, "spec", "storageCapacity"), new("TokenRequests", static (o, _) => OrUnset(Join(Items(o, "spec", "tokenRequests"), "audience"))), Flag("RequiresRepublish", false, "spec", "requiresRepublish"), new("Modes", static (o, _) => string.Join(',', Items(o, "spec", "volumeLifecycleModes").Select(Plain)) is { Length: > 0 } modes ? modes : "<none>"), _age],
        ["csinodes.storage.k8s.io"] = [_name, new("Drivers", static (o, _) => Items(o, "spec", "drivers").Count, "integer"), _age],
        ["csistoragecapacities.storage.k8s.io"] = _dated,
        ["volumeattachments.storage.k8s.io"] = [_name, new("Attacher", static (o, _) => o.TextAt("spec", "attacher") ?? "", Format: "name"), new("PV", static (o, _) => o.TextAt("spec", "source", "persistentVolumeName") ?? ""), new("Node", static (o, _) => o.TextAt("spec", "nodeName") ?? ""), Flag("Attached", false, "status", "attached"), _age],
        ["volumeattributesclasses.storage.k8s.io"] = [_name, new("DriverName", static (o, _) => o.TextAt("driverName") ?? ""), _age],
        ["validatingwebhookconfigurations.admissionregistration.k8s.io"] = [_name, new("Webhooks", static (o, _) => Items(o, "webhooks").Count, "integer"), _age],
        ["mutatingwebhookconfigurations.admissionregistration.k8s.io"] = [_name, new("Webhooks", static (o, _) => Items(o, "webhooks").Count, "integer"), _age],
        ["validatingadmissionpolicies.admissionregistration.k8s.io"] = [_name, new("Validations", static (o, _) => Items(o, "spec", "validations").Count, "integer"), new("ParamKind", ParamKind), _age],
        ["mutatingadmissionpolicies.admissionregistration.k8s.io"] = [_name, new("Mutations", static (o, _) => Items(o, "spec", "mutations").Count, "integer"), new("ParamKind", ParamKind), _age],
        ["validatingadmissionpolicybindings.admissionregistration.k8s.io"] = PolicyBinding,
        ["mutatingadmissionpolicybindings.admissionregistration.k8s.io"] = PolicyBinding,
        ["flowschemas.flowcontrol.apiserver.k8s.io"] = [_name, Text("PriorityLevel", 0, "spec", "priorityLevelConfiguration", "name"), Text("MatchingPrecedence", 0, "spec", "matchingPrecedence"), Text("DistinguisherMethod", 0, "spec", "distinguisherMethod", "type"), _age, new("MissingPL", static (o, _) => Items(o, "status", "conditions").FirstOrDefault(static c => c.TextAt("type") == "Dangling")?.TextAt("status") ?? "?")],
        ["prioritylevelconfigurations.flowcontrol.apiserver.k8s.io"] = [_name, Text("Type", 0, "spec", "type"), Text("NominalConcurrencyShares", 0, "spec", "limited", "nominalConcurrencyShares"), Text("Queues", 0, "spec", "limited", "limitResponse", "queuing", "queues"), Text("HandSize", 0, "spec", "limited", "limitResponse", "queuing", "handSize"), Text("QueueLengthLimit", 0, "spec", "limited", "limitResponse", "queuing", "queueLengthLimit"), _age],
        ["resourceclaims.resource.k8s.io"] = [_name, new("State", ClaimState), _age],
        ["resourceslices.resource.k8s.io"] = [_name, Text("Node", 0, "spec", "nodeName"), Text("Driver", 0, "spec", "driver"), Text("Pool", 0, "spec", "pool", "name"), _age],
        ["horizontalpodautoscalers.autoscaling"] = [_name, new("Reference", static (o, _) => $"{o.TextAt("spec", "scaleTargetRef", "kind")}/{o.TextAt("spec", "scaleTargetRef", "name")}"), new("Targets", Targets), new("MinPods", static (o, _) => Printed(o.At("spec", "minReplicas"), "<unset>")), new("MaxPods", static (o, _) => Whole(o, "spec", "maxReplicas")), new("Replicas", static (o, _) => Whole(o, "status", "currentReplicas")), _age],
        ["clustertrustbundles.certificates.k8s.io"] = [_name, Text("SignerName", 0, "spec", "signerName")],
        ["podcertificaterequests.certificates.k8s.io"] = [_name, Text("PodName", 0, "spec", "podName"), Text("ServiceAccountName", 0, "spec", "serviceAccountName"), Text("NodeName", 0, "spec", "nodeName"), Text("SignerName", 0, "spec", "signerName"), new("State", static (o, _) => Items(o, "status", "conditions").LastOrDefault()?.TextAt("type") ?? "Pending"), new("UnverifiedUserAnnotations", static (o, _) => o.At("spec", "unverifiedUserAnnotations") is ObjectNode { Count: > 0 } told ? string.Join(',', told.Select(static f => $"{f.Key}={Plain(f.Value)}")) : "<none>")],
        ["certificatesigningrequests.certificates.k8s.io"] = [_name, _age, Text("SignerName", 0, "spec", "signerName"), Text("Requestor", 0, "spec", "username"), new("RequestedDuration", static (o, _) => o.At("spec", "expirationSeconds") is NumberNode n ? Ages.Print(TimeSpan.FromSeconds(n.Integer)) : "<none>"), new("Condition", CsrCondition)],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static TableColumn[] Event => [Text("Type", 0, "type"), Text("Reason", 0, "reason"), new("Object", static (o, _) => { var about = o.At("involvedObject") ?? o.At("regarding"); return $"{about?.TextAt("kind")?.ToLowerInvariant()}/{about?.TextAt("name")}"; }), new("Subobject", static (o, _) => o.TextAt("involvedObject", "fieldPath") ?? "", Priority: 1), new("Source", static (o, _) => string.Join(", ", new[] { o.TextAt("source", "component") ?? o.TextAt("reportingComponent") ?? o.TextAt("reportingController"), o.TextAt("source", "host") }.Where(static s => !string.IsNullOrEmpty(s))), Priority: 1), new("Message", static (o, _) => (o.TextAt("message") ?? o.TextAt("note") ?? "").Trim()), new("First Seen", static (o, now) => Ages.Since(o.TextAt("firstTimestamp") ?? o.TextAt("eventTime"), now), Priority: 1), new("Count", static (o, _) => Printed(o.At("count"), "1"), Priority: 1), new("Name", static (o, _) => o.TextAt("metadata", "name") ?? "", Format: "name", Priority: 1)];

    private static TableColumn[] Binding => [_name, new("Role", static (o, _) => $"{o.TextAt("roleRef", "kind")}/{o.TextAt("roleRef", "name")}"), _age, Subjects("Users", "User"), Subjects("Groups", "Group"), Subjects("ServiceAccounts", "ServiceAccount")];

    /// <summary>The columns of a kind (qualified plural); name and age where it has none of its own.</summary>
    public static IReadOnlyList<TableColumn> Of(string resource) => [.. _kinds.GetValueOrDefault(resource, _plain).Select(c => c with { Definition = c.Definition.Set("description", ColumnDescriptions.Of(resource, c.Name)) })];

    private static TableColumn[] PolicyBinding => [_name, new("PolicyName", static (o, _) => o.TextAt("spec", "policyName") ?? ""), new("ParamRef", static (o, _) => o.At("spec", "paramRef") is not { } r ? "<unset>" : r.TextAt("name") is { Length: > 0 } name ? (r.TextAt("namespace") is { Length: > 0 } ns ? $"{ns}/{name}" : name) : "<selector>"), _age];

    private static TableColumn Flag(string name, bool otherwise, params string[] path) => new(name, (o, _) => o.At(path) is BooleanNode b ? b.Value : otherwise, "boolean");

    private static Node ParamKind(ObjectNode policy, DateTimeOffset now) =>
        policy.At("spec", "paramKind") is { } kind ? $"{kind.TextAt("apiVersion")}/{kind.TextAt("kind")}" : "<unset>";

    private static Node ClaimState(ObjectNode claim, DateTimeOffset now)
    {
        var states = new List<string>();
        if (claim.At("metadata", "deletionTimestamp") is not null) { states.Add("deleted"); }
        if (claim.At("status", "allocation") is null && states.Count == 0) { states.Add("pending"); }
        if (claim.At("status", "allocation") is not null) { states.Add("allocated"); }
        if (Items(claim, "status", "reservedFor").Count > 0) { states.Add("reserved"); }
        return string.Join(',', states);
    }

    private static Node Quota(ObjectNode quota, bool isLimit) => string.Join(", ", (quota.At("status", "hard") as ObjectNode ?? ObjectNode.Empty)
        .Where(h => h.Key.StartsWith("limits.", StringComparison.Ordinal) == isLimit).OrderBy(static h => h.Key, StringComparer.Ordinal)
        .Select(h => $"{h.Key}: {quota.TextAt("status", "used", h.Key) ?? "0"}/{Plain(h.Value)}"));

    private static Node Targets(ObjectNode autoscaler, DateTimeOffset now)
    {
        var current = Items(autoscaler, "status", "currentMetrics");
        var texts = Items(autoscaler, "spec", "metrics").Select((m, i) => m.TextAt("type") == "Resource" && m.At("resource", "target", "averageUtilization") is NumberNode wanted
            ? $"{m.TextAt("resource", "name")}: {(i < current.Count && current[i].At("resource", "current", "averageUtilization") is NumberNode used ? used + "%" : "<unknown>")}/{wanted}%" : $"<unknown>/{m.TextAt("type")}").ToArray();
        return texts.Length == 0 ? "<none>" : string.Join(", ", texts.Take(2)) + (texts.Length > 2 ? $" + {texts.Length - 2} more..." : "");
    }

    private static TableColumn Text(string name, int priority, params string[] path) =>
        new(name, (o, _) => o.TextAt(path) is { Length: > 0 } text ? text : o.At(path) is NumberNode n ? n : "<none>", Priority: priority);

    private static TableColumn Number(string name, params string[] path) => new(name, (o, _) => Whole(o, path), "integer");

    private static TableColumn Cell(string name, params string[] path) => new(name, (o, _) => Whole(o, path));

    private static TableColumn Subjects(string name, string kind) => new(name, (o, _) =>
        string.Join(", ", Items(o, "subjects").Where(s => s.TextAt("kind") == kind).Select(s => kind == "ServiceAccount" ? $"{s.TextAt("namespace")}/{s.TextAt("name")}" : s.TextAt("name"))), Priority: 1);

    private static long Whole(ObjectNode value, params ReadOnlySpan<string> path) => (value.At(path) as NumberNode)?.Integer ?? 0;

    private static int Count(ObjectNode value, string field) => (value[field] as ObjectNode)?.Count ?? 0;

    private static string Printed(Node? node, string otherwise) => node switch { null => otherwise, BooleanNode b => b.Value ? "True" : "False", StringNode s => s.Value, _ => node.ToString() };

    private static string Plain(Node node) => node is StringNode text ? text.Value : node.ToString();

    private static string Join(IEnumerable<Node> items, string field) => string.Join(',', items.Select(i => i.At(field)).OfType<Node>().Select(Plain));

    private static string OrUnset(string text) => text.Length == 0 ? "<unset>" : text;

    private static string Few(IEnumerable<string> items)
    {
        var all = items.ToArray();
        return all.Length <= 3 ? string.Join(',', all) : $"{string.Join(',', all[..3])} + {all.Length - 3} more...";
    }

    private static string[] Template(ObjectNode value) => value.TextAt("kind") == "CronJob" ? ["spec", "jobTemplate", "spec", "template", "spec", "containers"] : ["spec", "template", "spec", "containers"];

    private static string Selector(Node? node)
    {
        var selector = node as ObjectNode is { } plain && (plain["matchLabels"] ?? plain["matchExpressions"]) is null
            ? Machinery.Selectors.LabelSelector.OfMap(plain) : Machinery.Selectors.LabelSelector.From(node);
        return selector is null || selector.IsEverything ? "<none>" : selector.ToString();
    }

    private static Node ReadinessGates(ObjectNode pod, DateTimeOffset now)
    {
        var gates = Items(pod, "spec", "readinessGates");
        if (gates.Count == 0) { return "<none>"; }
        var met = gates.Count(g => Items(pod, "status", "conditions").Any(c => c.TextAt("type") == g.TextAt("conditionType") && c.TextAt("status") == "True"));
        return $"{met}/{gates.Count}";
    }

    private static Node NodeStatus(ObjectNode node, DateTimeOffset now)
    {
        var ready = Items(node, "status", "conditions").FirstOrDefault(static c => c.TextAt("type") == "Ready");
        var text = ready is null ? "Unknown" : ready.TextAt("status") == "True" ? "Ready" : "NotReady";
        return node.At("spec", "unschedulable") is BooleanNode { Value: true } ? text + ",SchedulingDisabled" : text;
    }

    private static Node NodeRoles(ObjectNode node, DateTimeOffset now)
    {
        const string prefix = "node-role.kubernetes.io/";
        var roles = (node.At("metadata", "labels") as ObjectNode ?? ObjectNode.Empty)
            .Select(static l => l.Key.StartsWith(prefix, StringComparison.Ordinal) ? l.Key[prefix.Length..] : l.Key == "kubernetes.io/role" ? (l.Value as StringNode)?.Value : null)
            .OfType<string>().Where(static r => r.Length > 0).Order(StringComparer.Ordinal);
        return string.Join(',', roles) is { Length: > 0 } text ? text : "<none>";
    }

    private static Node Address(ObjectNode node, string type) => Items(node, "status", "addresses").FirstOrDefault(a => a.TextAt("type") == type)?.TextAt("address") ?? "<none>";

    private static Node ExternalIP(ObjectNode service, DateTimeOffset now)
    {
        var external = Items(service, "spec", "externalIPs").Select(Plain);
        var balanced = Items(service, "status", "loadBalancer", "ingress").Select(static i => i.TextAt("ip") ?? i.TextAt("hostname") ?? "");
        return service.TextAt("spec", "type") switch
        {
            "ExternalName" => service.TextAt("spec", "externalName") ?? "",
            "LoadBalancer" => string.Join(',', balanced.Concat(external)) is { Length: > 0 } text ? text : "<pending>",
            _ => string.Join(',', external) is { Length: > 0 } text ? text : "<none>",
        };
    }

    private static Node ServicePorts(ObjectNode service, DateTimeOffset now)
    {
        var ports = Items(service, "spec", "ports");
        return ports.Count == 0 ? "<none>" : string.Join(',', ports.Select(static p =>
            $"{p.At("port")}{(p.At("nodePort") is NumberNode { Integer: > 0 } node ? $":{node}" : "")}/{p.TextAt("protocol") ?? "TCP"}"));
    }

    private static Node Endpoints(ObjectNode endpoints, DateTimeOffset now)
    {
        var all = Items(endpoints, "subsets").SelectMany(static s =>
        {
            var addresses = s.At("addresses") as ArrayNode ?? ArrayNode.Empty;
            var ports = s.At("ports") as ArrayNode ?? ArrayNode.Empty;
            return ports.Count == 0 ? addresses.Select(static a => a.TextAt("ip") ?? "") : ports.SelectMany(p => addresses.Select(a => $"{a.TextAt("ip")}:{p.At("port")}"));
        });
        return Few(all) is { Length: > 0 } text ? text : "<none>";
    }

    private static Node LastSeen(ObjectNode e, DateTimeOffset now) =>
        Ages.Since(e.TextAt("series", "lastObservedTime") ?? e.TextAt("lastTimestamp") ?? e.TextAt("deprecatedLastTimestamp") ?? e.TextAt("eventTime") ?? e.TextAt("firstTimestamp"), now);

    private static Node Modes(ObjectNode value, string part) => string.Join(',', Items(value, part, "accessModes").Select(static m => Plain(m) switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        var other => other,
    }));

    private static Node Deleting(ObjectNode value, string? phase) => value.At("metadata", "deletionTimestamp") is null ? phase ?? "" : "Terminating";

    private static Node JobStatus(ObjectNode job, DateTimeOffset now)
    {
        bool Has(string type) => Items(job, "status", "conditions").Any(c => c.TextAt("type") == type && c.TextAt("status") == "True");
        return Has("Complete") ? "Complete" : Has("Failed") ? "Failed" : job.At("metadata", "deletionTimestamp") is not null ? "Terminating" : Has("Suspended") ? "Suspended" : Has("FailureTarget") ? "FailureTarget" : Has("SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
    }

    private static Node JobCompletions(ObjectNode job, DateTimeOffset now)
    {
        var done = Whole(job, "status", "succeeded");
        var parallel = Whole(job, "spec", "parallelism");
        return job.At("spec", "completions") is NumberNode wanted ? $"{done}/{wanted}" : parallel > 1 ? $"{done}/1 of {parallel}" : $"{done}/1";
    }

    private static Node JobDuration(ObjectNode job, DateTimeOffset now)
    {
        if (job.TextAt("status", "startTime") is not { } start) { return ""; }
        var end = job.TextAt("status", "completionTime") is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : now;
        return Ages.Since(start, end);
    }

    private static Node CsrCondition(ObjectNode csr, DateTimeOffset now)
    {
        var types = Items(csr, "status", "conditions").Select(static c => c.TextAt("type") ?? "").ToArray();
        var text = types.Contains("Denied") ? "Denied" : types.Contains("Approved") ? "Approved" : types.Length == 0 ? "Pending" : "";
        if (types.Contains("Failed")) { text += ",Failed"; }
        return csr.TextAt("status", "certificate") is { Length: > 0 } ? text + ",Issued" : text;
    }
}
