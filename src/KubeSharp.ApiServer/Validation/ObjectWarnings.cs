using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What is allowed in an object other than a pod but probably not meant, or will go: texts for Warning headers. Pure. Source: the strategies of upstream's registries.</summary>
public static class ObjectWarnings
{
    private const int ManyIndexes = 100_000, ManyAtOnce = 10_000;

    private static readonly (string Field, string Text)[] _volumes =
    [
        ("cephfs", "deprecated in v1.28, non-functional in v1.31+"), ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"), ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("storageos", "deprecated in v1.22, non-functional in v1.25+"), ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
    ];

    /// <summary>A service.</summary>
    public static ImmutableArray<string> Service(ObjectNode value)
    {
        var (spec, texts) = (value.Object("spec"), ImmutableArray.CreateBuilder<string>());
        var (isHeadless, isExternal, hasIps) = (spec.Text("type") == "ClusterIP" && spec.Text("clusterIP") == "None", spec.Text("type") == "ExternalName", spec.Items("externalIPs").Count > 0);
        void Add(bool holds, string text) { if (holds) { texts.Add(text); } }
        Add(value.Object("metadata").Object("annotations").Has("service.kubernetes.io/topology-aware-hints"), "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead");
        texts.AddRange(spec.Text("clusterIP") is "" or "None" ? [] : Forms(spec.Texts("clusterIPs"), i => $"spec.clusterIPs[{i}]"));
        Add(isHeadless && spec.Text("loadBalancerIP").Length > 0, "spec.loadBalancerIP is ignored for headless services");
        Add(isHeadless && hasIps, "spec.externalIPs is ignored for headless services");
        Add(isHeadless && spec.Text("sessionAffinity") != "None", "spec.SessionAffinity is ignored for headless services");
        texts.AddRange(Forms(spec.Texts("externalIPs"), i => $"spec.externalIPs[{i}]"));
        Add(hasIps && !isHeadless && !isExternal, "spec.externalIPs is deprecated and may no longer be implemented in some clusters");
        texts.AddRange(Forms([spec.Text("loadBalancerIP")], static _ => "spec.loadBalancerIP"));
        texts.AddRange(spec.Texts("loadBalancerSourceRanges").SelectMany(static (r, i) => Addresses.RangeWarnings(FieldPath.Of($"spec.loadBalancerSourceRanges[{i}]"), r)));
        Add(isExternal && hasIps, "spec.externalIPs is ignored when spec.type is \"ExternalName\"");
        Add(!isExternal && spec.Text("externalName").Length > 0, "spec.externalName is ignored when spec.type is not \"ExternalName\"");
        Add(spec.Text("trafficDistribution") == "PreferClose", "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
        return texts.ToImmutable();
    }

    /// <summary>The status of what a load balancer leads to: a service, an ingress.</summary>
    public static ImmutableArray<string> Balanced(ObjectNode value) =>
        [.. Forms(value.Object("status").Object("loadBalancer").Items("ingress").Select(static i => i.Text("ip")), static i => $"status.loadBalancer.ingress[{i}]")];

    /// <summary>The status of a pod.</summary>
    public static ImmutableArray<string> PodStatus(ObjectNode value) =>
        [.. new[] { "podIPs", "hostIPs" }.SelectMany(f => Forms(value.Object("status").Items(f).Select(static i => i.Text("ip")), i => $"status.{f}[{i}].ip"))];

    /// <summary>A CSI driver that may be told tokens; a changed one only where what is asked of tokens changed.</summary>
    public static ImmutableArray<string> Driver(ObjectNode value, ObjectNode? old)
    {
        var spec = value.Object("spec");
        if (old is not null && Immutability.Same(spec["tokenRequests"], old.Object("spec")["tokenRequests"])) { return []; }
        return spec.Items("tokenRequests").Count > 0 && !spec.Has("serviceAccountTokenInSecrets")
            ? ["spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes"] : [];
    }

    /// <summary>A slice of endpoints; those of the server's own controllers are in order.</summary>
    public static ImmutableArray<string> Slice(ObjectNode value, ObjectNode? old)
    {
        var isOwn = Manager(value, "endpointslice.kubernetes.io/managed-by") is "endpointslice-controller.k8s.io" or "endpointslicemirroring-controller.k8s.io";
        var forms = isOwn ? [] : value.Items("endpoints").SelectMany(static (e, i) => Forms(e.Texts("addresses"), j => $"endpoints[{i}].addresses[{j}]"));
        return [.. old is null && value.Text("addressType") == "FQDN" ? ["spec.addressType: FQDN endpoints are deprecated"] : Array.Empty<string>(), .. forms];
    }

    /// <summary>Endpoints; those of the server's own controller are in order.</summary>
    public static IEnumerable<string> Endpoints(ObjectNode value) => Manager(value, "endpoints.kubernetes.io/managed-by") == "endpoint-controller" ? [] :
        value.Items("subsets").SelectMany(static (s, i) => new[] { "addresses", "notReadyAddresses" }.SelectMany(l => Forms(s.Items(l).Select(static a => a.Text("ip")), j => $"subsets[{i}].{l}[{j}].ip")));

    /// <summary>A network policy.</summary>
    public static ImmutableArray<string> Policy(ObjectNode value) => [.. new[] { ("ingress", "from"), ("egress", "to") }.SelectMany(way => value.Object("spec").Items(way.Item1).SelectMany((rule, i) => rule.Items(way.Item2).SelectMany((peer, j) =>
    {
        var (block, path) = (peer.Object("ipBlock"), $"spec.{way.Item1}[{i}].{way.Item2}[{j}].ipBlock");
        return Addresses.RangeWarnings(FieldPath.Of(path + ".cidr"), block.Text("cidr")).Concat(block.Texts("except").SelectMany((e, k) => Addresses.RangeWarnings(FieldPath.Of($"{path}.except[{k}]"), e)));
    })))];

    /// <summary>A new ingress.</summary>
    public static ImmutableArray<string> Ingress(ObjectNode value) => value.Object("metadata").Object("annotations").Has("kubernetes.io/ingress.class") && !value.Object("spec").Has("ingressClassName")
        ? ["annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"] : [];

    /// <summary>A new quota, by which more may be asked for than used.</summary>
    public static ImmutableArray<string> Quota(ObjectNode value)
    {
        var (hard, texts) = (value.Object("spec").Object("hard"), ImmutableArray.CreateBuilder<string>());
        foreach (var name in (ReadOnlySpan<string>)["cpu", "memory", "storage", "ephemeral-storage"])
        {
            var (requests, limits) = ("requests." + name, "limits." + name);
            if (!hard.Has(requests) && name is "cpu" or "memory" && hard.Has(name)) { requests = name; }
            if (!hard.Has(requests) || !hard.Has(limits) || Quantities.Read(hard[requests]) <= Quantities.Read(hard[limits])) { continue; }
            texts.Add($"ResourceQuota {requests} ({Quantities.Read(hard[requests])}) should be less than {limits} ({Quantities.Read(hard[limits])})");
        }
        return texts.ToImmutable();
    }

    /// <summary>A service account whose pods are held to its own secrets, where that is new.</summary>
    public static ImmutableArray<string> Account(ObjectNode value, ObjectNode? old)
    {
        const string Annotation = "kubernetes.io/enforce-mountable-secrets";
        return value.Object("metadata").Object("annotations").Has(Annotation) && !old.Object("metadata").Object("annotations").Has(Annotation)
            ? [$"metadata.annotations[{Annotation}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets"] : [];
    }

    /// <summary>A node.</summary>
    public static ImmutableArray<string> Node(ObjectNode value) =>
    [
        .. value.Object("spec").Has("configSource") ? ["spec.configSource: the feature is removed"] : Array.Empty<string>(),
        .. value.Object("spec").Text("externalID").Length > 0 ? ["spec.externalID: this field is deprecated, and is unused by Kubernetes"] : Array.Empty<string>(),
        .. value.Object("spec").Texts("podCIDRs").SelectMany(static (r, i) => Addresses.RangeWarnings(FieldPath.Of($"spec.podCIDRs[{i}]"), r)),
    ];

    /// <summary>A volume.</summary>
    public static ImmutableArray<string> Volume(ObjectNode value)
    {
        var (spec, annotations) = (value.Object("spec"), value.Object("metadata").Object("annotations"));
        return
        [
            .. Annotation(annotations, "volume.beta.kubernetes.io/storage-class", "deprecated since v1.8; use \"storageClassName\" attribute instead"), .. Annotation(annotations, "volume.beta.kubernetes.io/mount-options", "deprecated since v1.31; use \"mountOptions\" attribute instead"),
            .. spec.Text("persistentVolumeReclaimPolicy") == "Recycle" ? ["spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning."] : Array.Empty<string>(),
            .. NodeLabelWarnings.OfTerms(spec.Object("nodeAffinity").Object("required"), "spec.nodeAffinity.required"),
            // Compat: one plug-in is called otherwise in the text than in the object.
            .. _volumes.Where(v => spec.Has(v.Field)).Select(static v => $"spec.{(v.Field == "storageos" ? "storageOS" : v.Field)}: {v.Text}"),
        ];
    }

    /// <summary>A claim.</summary>
    public static ImmutableArray<string> Claim(ObjectNode value) =>
        [.. Annotation(value.Object("metadata").Object("annotations"), "volume.beta.kubernetes.io/storage-class", "deprecated since v1.8; use \"storageClassName\" attribute instead"), .. PodWarnings.Claim(value.Object("spec"), "spec")];

    /// <summary>A class of storage.</summary>
    public static ImmutableArray<string> StorageClass(ObjectNode value) => [.. value.Items("allowedTopologies").SelectMany(static (t, i) => t.Items("matchLabelExpressions").SelectMany((e, j) =>
        NodeLabelWarnings.Of(e.Text("key")) is { } text ? [$"allowedTopologies[{i}].matchLabelExpressions[{j}].key: {text}"] : Array.Empty<string>()))];

    /// <summary>A runtime class.</summary>
    public static ImmutableArray<string> RuntimeClass(ObjectNode value) => [.. value.Object("scheduling").Object("nodeSelector").Select(static l => NodeLabelWarnings.Of(l.Key)).OfType<string>().Select(static t => $"scheduling.nodeSelector: {t}")];

    /// <summary>A slice of devices.</summary>
    public static ImmutableArray<string> DeviceSlice(ObjectNode value) => value.Object("spec").Text("driver") is var driver && driver.Any(char.IsUpper) ? [$"spec.driver: driver names should be lowercase; \"{driver}\" contains uppercase characters"] : [];

    /// <summary>A job's spec at the path; a changed one only where it changed.</summary>
    public static IEnumerable<string> Job(ObjectNode spec, ObjectNode? old, string path)
    {
        if (old is not null && Immutability.Same(spec, old)) { return []; }
        var isMuch = spec.Text("completionMode") == "Indexed" && spec.Number("completions") is > ManyIndexes && spec.Number("parallelism") is > ManyAtOnce;
        IEnumerable<string> much = isMuch ? [$"{path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail"] : [];
        return much.Concat(PodWarnings.Of(spec.Object("template"), path + ".template"));
    }

    /// <summary>A new workload whose name becomes a part of its pods' host names, or a pod's own.</summary>
    public static ImmutableArray<string> NamesPods(ObjectNode value, string used = "in Pod names and hostnames") => Names.DnsLabel(value.TextAt("metadata", "name") ?? "") is { } wrong
        ? [$"metadata.name: this is used {used}, which can result in surprising behavior; a DNS label is recommended: [{wrong.Replace("\n", " ", StringComparison.Ordinal)}]"] : [];

    private static string Manager(ObjectNode value, string label) => value.Object("metadata").Object("labels").Text(label);

    private static IEnumerable<string> Annotation(ObjectNode annotations, string key, string text) => annotations.Has(key) ? [$"metadata.annotations[{key}]: {text}"] : [];

    private static IEnumerable<string> Forms(IEnumerable<string> addresses, Func<int, string> path) => addresses.Select((a, i) => Addresses.Warning(FieldPath.Of(path(i)), a)).OfType<string>();
}
