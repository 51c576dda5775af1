using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Converting;

/// <summary>Autoscalers of autoscaling/v2beta1 as autoscaling/v2 writes them. Pure. Source: the API reference of v1.24.</summary>
internal static class AutoscalerForms
{
    /// <summary>The autoscaler in its new form; apiVersion stays as it is. What a controller had measured is left out: it measures again.</summary>
    public static ObjectNode Renewed(ObjectNode autoscaler) => OldForms.Each((ObjectNode)autoscaler.With(["status", "currentMetrics"], null), ["spec", "metrics"], static metric => metric.Text("type") switch
    {
        "Resource" => Changed(metric, "resource", static m => m, "targetAverageUtilization", "", "targetAverageValue"),
        "ContainerResource" => Changed(metric, "containerResource", static m => m, "targetAverageUtilization", "", "targetAverageValue"),
        "Pods" => Changed(metric, "pods", static m => Named(m, "selector"), "", "", "targetAverageValue"),
        "Object" => Changed(metric, "object", static m => Named(Moved(m, "target", "describedObject"), "selector"), "", "targetValue", "averageValue"),
        "External" => Changed(metric, "external", static m => Named(m, "metricSelector"), "", "targetValue", "targetAverageValue"),
        _ => metric,
    });

    // The target that the old fields name: a share, a sum, an average (the last wins, as there).
    private static ObjectNode Changed(ObjectNode metric, string field, Func<ObjectNode, ObjectNode> change, string utilization, string value, string average)
    {
        if (metric[field] is not ObjectNode source) { return metric; }
        var (target, changed) = (ObjectNode.Empty, change(source));
        foreach (var (old, type, name) in new[] { (utilization, "Utilization", "averageUtilization"), (value, "Value", "value"), (average, "AverageValue", "averageValue") })
        {
            if (old.Length == 0 || changed[old] is not { } given) { continue; }
            (target, changed) = (target.Set("type", type).Set(name, given), changed.Remove(old));
        }
        return metric.Set(field, changed.Set("target", target));
    }

    private static ObjectNode Named(ObjectNode source, string selector) => Moved(source, "metricName", "").Remove(selector)
        .Set("metric", ObjectNode.Of(("name", source["metricName"]), ("selector", source[selector])));

    private static ObjectNode Moved(ObjectNode source, string from, string to)
    {
        var value = source[from];
        source = source.Remove(from);
        return value is null || to.Length == 0 ? source : source.Set(to, value);
    }
}
