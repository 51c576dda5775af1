using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What is allowed in an object other than a pod but probably not meant, or will go: texts for Warning headers. Pure.</summary>
public static class ObjectWarnings
{
    /// <summary>A service.</summary>
    public static ImmutableArray<string> Service(ObjectNode value)
    {
        var spec = value.Object("spec");
        var texts = ImmutableArray.CreateBuilder<string>();
        if (spec.Items("externalIPs").Count > 0) { texts.Add("spec.externalIPs is deprecated and may no longer be implemented in some clusters"); }
        if (spec.Text("externalName").Length > 0 && spec.Text("type") != "ExternalName") { texts.Add("spec.externalName is ignored when spec.type is not \"ExternalName\""); }
        if (spec.Text("trafficDistribution") == "PreferClose") { texts.Add("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\""); }
        return texts.ToImmutable();
    }

    /// <summary>A CSI driver that may be told tokens.</summary>
    public static ImmutableArray<string> Driver(ObjectNode value) => value.Object("spec").Items("tokenRequests").Count > 0 && !value.Object("spec").Has("serviceAccountTokenInSecrets")
        ? ["spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes"] : [];

    /// <summary>A slice of endpoints.</summary>
    public static ImmutableArray<string> Slice(ObjectNode value) => value.Text("addressType") == "FQDN" ? ["spec.addressType: FQDN endpoints are deprecated"] : [];

    /// <summary>A node.</summary>
    public static ImmutableArray<string> Node(ObjectNode value) => value.Object("spec").Text("externalID").Length > 0 ? ["spec.externalID: this field is deprecated, and is unused by Kubernetes"] : [];

    /// <summary>A volume.</summary>
    public static ImmutableArray<string> Volume(ObjectNode value) => value.Object("spec").Text("persistentVolumeReclaimPolicy") == "Recycle"
        ? ["spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning."] : [];

    /// <summary>A new workload whose name becomes a part of its pods' host names.</summary>
    public static ImmutableArray<string> NamesPods(ObjectNode value) => Names.DnsLabel(value.TextAt("metadata", "name") ?? "") is { } wrong
        ? [$"metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [{wrong.Replace("\n", " ", StringComparison.Ordinal)}]"] : [];
}
