using System.Text.Json;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Endpoints.Conversions;

/// <summary>
/// HorizontalPodAutoscaler of autoscaling/v1: one target for the processor; what else version 2 says travels in annotations, so that nothing is
/// lost on the way there and back. Source: Horizontal Pod Autoscaling, API object.
/// </summary>
internal static class AutoscalerConversion
{
    private const string Prefix = "autoscaling.alpha.kubernetes.io/";

    /// <summary>An object of version 2 as version 1 shows it.</summary>
    public static ObjectNode ToV1(ObjectNode value)
    {
        var (spec, status) = (value.Object("spec"), value.Object("status"));
        var metrics = spec.Items("metrics");
        var cpu = metrics.FirstOrDefault(static m => IsCpu(m, "target"));
        var current = status.Items("currentMetrics");
        var currentCpu = current.FirstOrDefault(static m => IsCpu(m, "current"));
        var result = value.Set("spec", ObjectNode.Of(("scaleTargetRef", spec["scaleTargetRef"]), ("minReplicas", spec["minReplicas"]), ("maxReplicas", spec["maxReplicas"]),
            ("targetCPUUtilizationPercentage", cpu?.At("resource", "target", "averageUtilization"))));
        if (value["status"] is not null)
        {
            result = result.Set("status", ObjectNode.Of(("observedGeneration", status["observedGeneration"]), ("lastScaleTime", status["lastScaleTime"]), ("currentReplicas", status["currentReplicas"] ?? 0),
                ("desiredReplicas", status["desiredReplicas"] ?? 0), ("currentCPUUtilizationPercentage", currentCpu?.At("resource", "current", "averageUtilization"))));
        }
        result = Annotate(result, "metrics", [.. metrics.Where(m => m != cpu).Select(static m => MetricToV1((ObjectNode)m, "target", "target"))]);
        result = Annotate(result, "current-metrics", [.. current.Where(m => m != currentCpu || m.At("resource", "current", "averageValue") is not null).Select(static m => MetricToV1((ObjectNode)m, "current", "current"))]);
        result = Annotate(result, "conditions", [.. status.Items("conditions")]);
        return spec["behavior"] is { } behavior ? (ObjectNode)result.With(["metadata", "annotations", Prefix + "behavior"], behavior.ToString()) : result;
    }

    /// <summary>An object of version 1 as it is stored.</summary>
    public static ObjectNode FromV1(ObjectNode value)
    {
        var (spec, status) = (value.Object("spec"), value.Object("status"));
        var metrics = Annotation(value, "metrics").Select(static m => MetricFromV1((ObjectNode)m, "target", "target")).ToList();
        if (spec["targetCPUUtilizationPercentage"] is NumberNode percentage) { metrics.Add(Cpu("target", ObjectNode.Of(("type", "Utilization"), ("averageUtilization", percentage)))); }
        var result = value.Set("spec", ObjectNode.Of(("scaleTargetRef", spec["scaleTargetRef"]), ("minReplicas", spec["minReplicas"]), ("maxReplicas", spec["maxReplicas"]),
            ("metrics", metrics.Count > 0 ? ArrayNode.Of([.. metrics]) : null), ("behavior", Parse(value, "behavior") as ObjectNode)));
        if (value["status"] is not null)
        {
            var current = Annotation(value, "current-metrics").Select(static m => MetricFromV1((ObjectNode)m, "current", "current")).ToList();
            if (status["currentCPUUtilizationPercentage"] is NumberNode used && !current.Any(static m => IsCpu(m, "current"))) { current.Add(Cpu("current", ObjectNode.Of(("averageUtilization", used)))); }
            var conditions = Annotation(value, "conditions").ToArray();
            result = result.Set("status", ObjectNode.Of(("observedGeneration", status["observedGeneration"]), ("lastScaleTime", status["lastScaleTime"]), ("currentReplicas", status["currentReplicas"]),
                ("desiredReplicas", status["desiredReplicas"] ?? 0), ("currentMetrics", current.Count > 0 ? ArrayNode.Of([.. current]) : NullNode.Instance), ("conditions", conditions.Length > 0 ? ArrayNode.Of(conditions) : null)));
        }
        foreach (var name in (ReadOnlySpan<string>)["metrics", "current-metrics", "conditions", "behavior"])
        {
            if (result.At("metadata", "annotations", Prefix + name) is not null) { result = (ObjectNode)result.With(["metadata", "annotations", Prefix + name], null); }
        }
        return result.At("metadata", "annotations") is ObjectNode { Count: 0 } ? (ObjectNode)result.With(["metadata", "annotations"], null) : result;
    }

    private static bool IsCpu(Node metric, string amount) =>
        metric.TextAt("type") == "Resource" && metric.TextAt("resource", "name") == "cpu" && metric.At("resource", amount, "averageUtilization") is NumberNode;

    private static ObjectNode Cpu(string amount, ObjectNode value) => ObjectNode.Of(("type", "Resource"), ("resource", ObjectNode.Of(("name", "cpu"), (amount, value))));

    // Version 2 {target: {averageValue}} is version 1 {targetAverageValue}, and so for all of a metric's amounts.
    private static Node MetricToV1(ObjectNode metric, string amount, string prefix)
    {
        var (field, source) = Source(metric);
        var value = source.Object(amount);
        var average = prefix == "target" && metric.Text("type") == "Object" ? "averageValue" : prefix + "AverageValue";
        return metric.Set(field, ObjectNode.Of(("name", metric.Text("type") is "Resource" or "ContainerResource" ? source["name"] : null), ("container", source["container"]),
            ("target", source["describedObject"]), ("metricName", source.At("metric", "name")), (metric.Text("type") == "External" ? "metricSelector" : "selector", source.At("metric", "selector")),
            (prefix + "AverageUtilization", value["averageUtilization"]), (average, value["averageValue"]), (prefix + "Value", value["value"])));
    }

    private static Node MetricFromV1(ObjectNode metric, string amount, string prefix)
    {
        var (field, source) = Source(metric);
        var type = metric.Text("type");
        var (utilization, average, value) = (source[prefix + "AverageUtilization"], source[prefix + "AverageValue"] ?? source["averageValue"], source[prefix + "Value"]);
        // Compat: version 1 has a value of zero where only the average counts.
        if (average is not null && value is StringNode { Value: "0" }) { value = null; }
        var kind = utilization is not null ? "Utilization" : average is not null ? "AverageValue" : "Value";
        var amounts = ObjectNode.Of(("type", amount == "target" ? (Node)kind : null), ("averageUtilization", utilization), ("averageValue", average), ("value", value));
        return metric.Set(field, ObjectNode.Of(("name", type is "Resource" or "ContainerResource" ? source["name"] : null), ("container", source["container"]), ("describedObject", type == "Object" ? source["target"] : null),
            ("metric", source["metricName"] is { } name ? ObjectNode.Of(("name", name), ("selector", source["metricSelector"] ?? source["selector"])) : null), (amount, amounts)));
    }

    private static (string Field, ObjectNode Source) Source(ObjectNode metric)
    {
        var type = metric.Text("type");
        var field = type.Length == 0 ? "resource" : char.ToLowerInvariant(type[0]) + type[1..];
        return (field, metric.Object(field));
    }

    private static ObjectNode Annotate(ObjectNode value, string name, Node[] items) =>
        items.Length == 0 ? value : (ObjectNode)value.With(["metadata", "annotations", Prefix + name], ArrayNode.Of(items).ToString());

    private static IEnumerable<Node> Annotation(ObjectNode value, string name) => (Parse(value, name) as ArrayNode ?? ArrayNode.Empty).Where(static i => i is ObjectNode);

    // What is no JSON was not ours to begin with.
    private static Node? Parse(ObjectNode value, string name)
    {
        if (value.TextAt("metadata", "annotations", Prefix + name) is not { Length: > 0 } text) { return null; }
        try { return Node.Parse(text); }
        catch (JsonException) { return null; }
    }
}
