using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Containers;

/// <summary>What a pod's own fields and resources read as in its environment and files. Source: Downward API.</summary>
public static class FieldValues
{
    /// <summary>Value of a field; null where the path names none.</summary>
    public static string? Field(Pod pod, string path, string nodeName, IReadOnlyList<string> hostAddresses, IReadOnlyList<string> podAddresses)
    {
        if (Subscript(path, "metadata.annotations") is { } annotation) { return pod.Metadata.Annotations.Get(annotation) ?? ""; }
        if (Subscript(path, "metadata.labels") is { } label) { return pod.Metadata.Labels.Get(label) ?? ""; }
        return path switch
        {
            "metadata.name" => pod.Metadata.Name ?? "",
            "metadata.namespace" => pod.Metadata.Namespace ?? "",
            "metadata.uid" => pod.Metadata.Uid ?? "",
            "metadata.annotations" => Lines(pod.Metadata.Annotations),
            "metadata.labels" => Lines(pod.Metadata.Labels),
            "spec.nodeName" => nodeName,
            "spec.serviceAccountName" => pod.Spec.ServiceAccountName ?? "",
            "status.hostIP" => hostAddresses is [var host, ..] ? host : "",
            "status.hostIPs" => string.Join(',', hostAddresses),
            "status.podIP" => podAddresses is [var first, ..] ? first : "",
            "status.podIPs" => string.Join(',', podAddresses),
            _ => null,
        };
    }

    /// <summary>Value of a container's request or limit, divided and rounded up; null where the resource is unknown.</summary>
    public static string? Resource(Container container, ResourceFieldSelector selector, ApiMap<Quantity> allocatable)
    {
        var point = selector.Resource.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) { return null; }
        var (kind, name) = (selector.Resource[..point], selector.Resource[(point + 1)..]);
        if (kind is not ("limits" or "requests")) { return null; }
        var found = (kind == "limits" ? container.Resources.Limits : container.Resources.Requests).TryGetValue(name, out var quantity);
        // An unset limit reads as what the node has.
        if (!found && kind == "limits" && allocatable.TryGetValue(name, out var all)) { quantity = all; }
        var divisor = selector.Divisor is { } given && given != Quantity.Zero ? given : Quantity.FromValue(1);
        if (name == "cpu") { return Divide(quantity.MilliValue, divisor.MilliValue); }
        return Divide(quantity.Value, divisor.Value);
    }

    private static string Divide(long amount, long divisor) =>
        ((amount / divisor) + (amount % divisor > 0 ? 1 : 0)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Lines(ApiMap<string> map) => string.Join('\n', map.Select(static e => $"{e.Key}={Quote(e.Value)}"));

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}\"";

    private static string? Subscript(string path, string of) =>
        path.StartsWith(of + "['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) ? path[(of.Length + 2)..^2] : null;
}
