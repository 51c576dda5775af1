using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Api;
using KubeSharp.Api.Autoscaling.V2;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.Autoscaling;

/// <summary>Reads what an autoscaler measures by: resources of pods and containers from metrics.k8s.io, metrics of pods and objects from custom.metrics.k8s.io, others from external.metrics.k8s.io.</summary>
public sealed class MetricReader(IApiClient client, string ns, ScaleTarget target, ImmutableArray<Pod> pods, HPAScalingRules? up, HPAScalingRules? down, DateTimeOffset now)
{
    private const double Tolerance = 0.1;
    private readonly CustomMetrics _custom = new(client, ns, now);
    private ArrayNode? _measured;

    /// <summary>What the metric proposes, or why it proposes nothing.</summary>
    public async Task<MetricAnswer> ReadAsync(MetricSpec spec, CancellationToken cancellation)
    {
        try
        {
            return spec switch
            {
                { Resource: { } resource } => await UsageAsync(resource.Name, "", resource.Target, cancellation).ConfigureAwait(false),
                { ContainerResource: { } resource } => await UsageAsync(resource.Name, resource.Container, resource.Target, cancellation).ConfigureAwait(false),
                { External: { } external } => await ExternalAsync(external, cancellation).ConfigureAwait(false),
                { Pods: { } of } => await PodsAsync(of, cancellation).ConfigureAwait(false),
                { Object: { } of } => await ObjectAsync(of, cancellation).ConfigureAwait(false),
                _ => Failed("InvalidMetricSourceType", $"unknown metric source type \"{spec.Type}\""),
            };
        }
        catch (StatusException e) { return Unavailable(spec, e.Message); }
    }

    private MetricAnswer Unavailable(MetricSpec spec, string message)
    {
        const string Custom = "unable to fetch metrics from custom metrics API: ";
        switch (spec)
        {
            case { External: { } external }: return Failed("FailedGetExternalMetric", $"unable to get external metric {ns}/{external.Metric.Name}/{SelectorText.Of(external.Metric.Selector)}: unable to fetch metrics from external metrics API: {message}");
            case { Pods: { } of }: return Failed("FailedGetPodsMetric", $"unable to get metric {of.Metric.Name}: {Custom}{message}");
            case { Object: { } of }: return Failed("FailedGetObjectMetric", $"unable to get metric {of.Metric.Name}: {of.DescribedObject.Kind} on {ns} {of.DescribedObject.Name}/{Custom}{message}");
        }
        var name = spec.Resource?.Name ?? spec.ContainerResource?.Name;
        return Failed(spec.ContainerResource is null ? "FailedGetResourceMetric" : "FailedGetContainerResourceMetric", $"failed to get {name} utilization: unable to get metrics for resource {name}: unable to fetch metrics from resource metrics API: {message}");
    }

    private async Task<MetricAnswer> UsageAsync(string resource, string container, MetricTarget wanted, CancellationToken cancellation)
    {
        var isShare = wanted.AverageUtilization is not null;
        var aim = wanted.AverageUtilization ?? wanted.AverageValue?.MilliValue ?? 0;
        var usage = await UsageOfPodsAsync(resource, container, cancellation).ConfigureAwait(false);
        var (replicas, average, percent, error) = UsageCalculator.Of(target.Current, pods, usage, p => Asked(p, resource, container), aim, isShare, resource == "cpu", ToleranceFor(usage, aim, isShare, resource, container), now);
        if (error.Length > 0) { return Failed(container.Length > 0 ? "FailedGetContainerResourceMetric" : "FailedGetResourceMetric", $"failed to get {resource} utilization: {error}"); }
        var value = new MetricValueStatus { AverageValue = Quantity.FromMilli(average), AverageUtilization = percent };
        var name = $"{resource} {(container.Length > 0 ? "container resource" : "resource")} {(isShare ? "utilization (percentage of request)" : "usage")}";
        var status = container.Length > 0
            ? new MetricStatus { Type = "ContainerResource", ContainerResource = new ContainerResourceMetricStatus { Name = resource, Container = container, Current = value } }
            : new MetricStatus { Type = "Resource", Resource = new ResourceMetricStatus { Name = resource, Current = value } };
        return new(replicas, name, status);
    }

    // Each direction may have a tolerance of its own.
    private double ToleranceFor(Dictionary<string, PodUsage> usage, long aim, bool isShare, string resource, string container)
    {
        var used = usage.Values.Sum(static u => u.Milli);
        var asked = isShare ? pods.Where(p => usage.ContainsKey(p.Metadata.Name!)).Sum(p => Asked(p, resource, container) ?? 0) * aim / 100 : aim * usage.Count;
        return (used > asked ? up : down)?.Tolerance?.Double ?? Tolerance;
    }

    private async Task<Dictionary<string, PodUsage>> UsageOfPodsAsync(string resource, string container, CancellationToken cancellation)
    {
        _measured ??= (await client.RequestAsync(HttpMethod.Get, $"/apis/metrics.k8s.io/v1beta1/namespaces/{Uri.EscapeDataString(ns)}/pods?labelSelector={Uri.EscapeDataString(target.Selector)}", default, "", cancellation).ConfigureAwait(false)).At("items") as ArrayNode ?? ArrayNode.Empty;
        var usage = new Dictionary<string, PodUsage>(StringComparer.Ordinal);
        foreach (var item in _measured)
        {
            var containers = (item.At("containers") as ArrayNode ?? ArrayNode.Empty).Where(c => container.Length == 0 || c.TextAt("name") == container).Select(c => c.TextAt("usage", resource)).ToArray();
            // A pod of which a part is not measured is not measured.
            if (containers.Length == 0 || containers.Any(static c => c is null) || item.TextAt("metadata", "name") is not { } name) { continue; }
            var at = DateTimeOffset.TryParse(item.TextAt("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : now;
            usage[name] = new(containers.Sum(static c => Quantity.TryParse(c, out var q) ? q.MilliValue : 0), at, Window(item.TextAt("window") ?? ""));
        }
        return usage;
    }

    private async Task<MetricAnswer> PodsAsync(PodsMetricSource source, CancellationToken cancellation)
    {
        var aim = source.Target.AverageValue?.MilliValue ?? 0;
        var usage = await _custom.OfPodsAsync(source.Metric, target.Selector, cancellation).ConfigureAwait(false);
        var (replicas, average, _, error) = UsageCalculator.Of(target.Current, pods, usage, static _ => null, aim, isShare: false, isCpu: false, ToleranceFor(usage, aim, isShare: false, "", ""), now);
        if (error.Length > 0) { return Failed("FailedGetPodsMetric", $"unable to get metric {source.Metric.Name}: {error}"); }
        return new(replicas, $"pods metric {source.Metric.Name}", new MetricStatus { Type = "Pods", Pods = new PodsMetricStatus { Metric = source.Metric, Current = new MetricValueStatus { AverageValue = Quantity.FromMilli(average) } } });
    }

    private async Task<MetricAnswer> ObjectAsync(ObjectMetricSource source, CancellationToken cancellation)
    {
        var (replicas, value) = Wanted(source.Target, await _custom.OfObjectAsync(source.DescribedObject, source.Metric, cancellation).ConfigureAwait(false));
        return new(replicas, $"{source.DescribedObject.Kind} metric {source.Metric.Name}", new MetricStatus { Type = "Object", Object = new ObjectMetricStatus { DescribedObject = source.DescribedObject, Metric = source.Metric, Current = value } });
    }

    private async Task<MetricAnswer> ExternalAsync(ExternalMetricSource source, CancellationToken cancellation)
    {
        var selector = SelectorText.Of(source.Metric.Selector);
        var list = await client.RequestAsync(HttpMethod.Get, $"/apis/external.metrics.k8s.io/v1beta1/namespaces/{Uri.EscapeDataString(ns)}/{Uri.EscapeDataString(source.Metric.Name)}?labelSelector={Uri.EscapeDataString(selector)}", default, "", cancellation).ConfigureAwait(false);
        if (list.At("items") is not ArrayNode { Count: > 0 } items) { throw StatusException.NotFound("external.metrics.k8s.io", source.Metric.Name, "no metrics returned from external metrics API"); }
        var (replicas, value) = Wanted(source.Target, items.Sum(static i => Quantity.TryParse(i.TextAt("value"), out var q) ? q.MilliValue : 0));
        return new(replicas, $"external metric {source.Metric.Name}({selector})", new MetricStatus { Type = "External", External = new ExternalMetricStatus { Metric = source.Metric, Current = value } });
    }

    // What one value wants: it shall come to the target, or be shared so that each replica has the target's part.
    private (int Replicas, MetricValueStatus Status) Wanted(MetricTarget wanted, long value)
    {
        var (above, below) = (up?.Tolerance?.Double ?? Tolerance, down?.Tolerance?.Double ?? Tolerance);
        if (wanted.AverageValue is { } part && wanted.Type != "Value")
        {
            return (ValueCalculator.OfAverage(value, part.MilliValue, target.Current, above, below), new MetricValueStatus { AverageValue = Quantity.FromMilli((value + Math.Max(1, target.Current) - 1) / Math.Max(1, target.Current)) });
        }
        return (ValueCalculator.OfTotal(value, wanted.Value?.MilliValue ?? 1, target.Current, pods.Count(static p => p.IsReady()), above, below), new MetricValueStatus { Value = Quantity.FromMilli(value) });
    }

    private static long? Asked(Pod pod, string resource, string container)
    {
        var containers = pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(static c => c.RestartPolicy == "Always")).Where(c => container.Length == 0 || c.Name == container).ToArray();
        return containers.Length == 0 || containers.Any(c => !c.Resources.Requests.ContainsKey(resource)) ? null : containers.Sum(c => c.Resources.Requests.Get(resource).MilliValue);
    }

    private static TimeSpan Window(string text) => double.TryParse(text.TrimEnd('s', 'm'), CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromSeconds(text.EndsWith('m') ? number * 60 : number) : TimeSpan.FromMinutes(1);

    private static MetricAnswer Failed(string reason, string error) => new(0, "", null) { Error = error, Reason = reason };
}
