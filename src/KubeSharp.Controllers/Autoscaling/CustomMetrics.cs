using System.Globalization;
using KubeSharp.Api.Autoscaling.V2;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.Autoscaling;

/// <summary>What a server of custom.metrics.k8s.io says of pods and other objects, in thousandths. Source: Horizontal Pod Autoscaling, support for metrics APIs; custom metrics API, v1beta1 and v1beta2.</summary>
public sealed class CustomMetrics(IApiClient client, string ns, DateTimeOffset now)
{
    private const string Group = "custom.metrics.k8s.io";
    private const int WindowSeconds = 60;
    private string? _root;

    /// <summary>The metric of each pod that the selector (as text) matches, by the pod's name.</summary>
    /// <exception cref="StatusException">It cannot be had.</exception>
    public async Task<Dictionary<string, PodUsage>> OfPodsAsync(MetricIdentifier metric, string selector, CancellationToken cancellation)
    {
        var items = await ReadAsync($"/namespaces/{Uri.EscapeDataString(ns)}/pods/*", metric, $"labelSelector={Uri.EscapeDataString(selector)}&", cancellation).ConfigureAwait(false);
        var usage = new Dictionary<string, PodUsage>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item.TextAt("describedObject", "name") is not { } name) { continue; }
            var at = DateTimeOffset.TryParse(item.TextAt("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : now;
            var window = item.At("windowSeconds") is NumberNode { IsInteger: true } seconds ? seconds.Integer : WindowSeconds;
            usage[name] = new(Milli(item), at, TimeSpan.FromSeconds(window));
        }
        return usage;
    }

    /// <summary>The metric of an object; that of a namespace is the namespace's own.</summary>
    /// <exception cref="StatusException">It cannot be had.</exception>
    public async Task<long> OfObjectAsync(CrossVersionObjectReference about, MetricIdentifier metric, CancellationToken cancellation)
    {
        var group = about.ApiVersion?.Split('/') is [var named, _] ? named : "";
        var path = about.Kind == "Namespace" && group.Length == 0
            ? $"/namespaces/{Uri.EscapeDataString(about.Name)}/metrics"
            : $"/namespaces/{Uri.EscapeDataString(ns)}/{await ResourceAsync(about, group, cancellation).ConfigureAwait(false)}/{Uri.EscapeDataString(about.Name)}";
        var items = await ReadAsync(path, metric, "", cancellation).ConfigureAwait(false);
        return items.Count > 0 ? Milli(items[0]) : throw StatusException.NotFound(Group, metric.Name, about.Name);
    }

    // deployments.apps; services.
    private async Task<string> ResourceAsync(CrossVersionObjectReference about, string group, CancellationToken cancellation)
    {
        var version = string.IsNullOrEmpty(about.ApiVersion) ? "v1" : about.ApiVersion;
        var list = await client.RequestAsync(HttpMethod.Get, (version.Contains('/', StringComparison.Ordinal) ? "/apis/" : "/api/") + version, default, "", cancellation).ConfigureAwait(false);
        var plural = (list.At("resources") as ArrayNode ?? ArrayNode.Empty).FirstOrDefault(r => r.TextAt("kind") == about.Kind && r.TextAt("name")?.Contains('/', StringComparison.Ordinal) == false)?.TextAt("name")
            ?? throw StatusException.NotFound(group, about.Kind, about.Name);
        return group.Length == 0 ? plural : $"{plural}.{group}";
    }

    private async Task<ArrayNode> ReadAsync(string path, MetricIdentifier metric, string query, CancellationToken cancellation)
    {
        _root ??= await RootAsync(cancellation).ConfigureAwait(false);
        var answer = await client.RequestAsync(HttpMethod.Get, $"{_root}{path}/{Uri.EscapeDataString(metric.Name)}?{query}metricLabelSelector={Uri.EscapeDataString(SelectorText.Of(metric.Selector))}", default, "", cancellation).ConfigureAwait(false);
        return answer.At("items") as ArrayNode ?? ArrayNode.Empty;
    }

    private async Task<string> RootAsync(CancellationToken cancellation)
    {
        var group = await client.RequestAsync(HttpMethod.Get, "/apis/" + Group, default, "", cancellation).ConfigureAwait(false);
        var served = (group.At("versions") as ArrayNode ?? ArrayNode.Empty).Select(static v => v.TextAt("version")).ToArray();
        return $"/apis/{Group}/{(served.Contains("v1beta2") ? "v1beta2" : "v1beta1")}";
    }

    private static long Milli(Node item) => Quantity.TryParse(item.TextAt("value"), out var quantity) ? quantity.MilliValue : 0;
}
