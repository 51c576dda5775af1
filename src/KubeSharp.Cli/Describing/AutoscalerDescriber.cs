using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Describing;

/// <summary>kubectl describe hpa.</summary>
internal static class AutoscalerDescriber
{
    /// <summary>Describes a horizontal pod autoscaler.</summary>
    public static async Task DescribeAsync(DescribeContext context)
    {
        var (sheet, h) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(h);
        sheet.Field(0, "CreationTimestamp", DescribeParts.Time(h.Text("metadata", "creationTimestamp")));
        sheet.Field(0, "Reference", $"{h.Text("spec", "scaleTargetRef", "kind")}/{h.Text("spec", "scaleTargetRef", "name")}").Line(0, "Metrics:\t( current / target )");
        var current = h.Items("status", "currentMetrics").ToArray();
        var metrics = h.Items("spec", "metrics").ToArray();
        for (var i = 0; i < metrics.Length; i++) { Metric(sheet, metrics[i], i < current.Length ? current[i] : null); }
        sheet.Field(0, "Min replicas", h.TextOr("<unset>", "spec", "minReplicas")).Field(0, "Max replicas", h.Number("spec", "maxReplicas"));
        if (h.At("spec", "behavior") is { } behavior)
        {
            sheet.Line(0, "Behavior:");
            Behavior(sheet, "Scale Up", behavior.At("scaleUp"));
            Behavior(sheet, "Scale Down", behavior.At("scaleDown"));
        }
        sheet.Line(0, $"{h.Text("spec", "scaleTargetRef", "kind")} pods:\t{h.Number("status", "currentReplicas")} current / {h.Number("status", "desiredReplicas")} desired");
        if (h.Items("status", "conditions").Any())
        {
            sheet.Line(0, "Conditions:").Line(1, "Type\tStatus\tReason\tMessage").Line(1, "----\t------\t------\t-------");
            foreach (var c in h.Items("status", "conditions")) { sheet.Line(1, $"{c.Text("type")}\t{c.Text("status")}\t{c.Text("reason")}\t{c.Text("message")}"); }
        }
        await context.EventsAsync();
    }

    private static void Behavior(Sheet sheet, string title, Node? rules)
    {
        if (rules is null) { return; }
        sheet.Line(1, $"{title}:");
        if (rules.At("stabilizationWindowSeconds") is NumberNode window) { sheet.Line(2, $"Stabilization Window: {window.Integer} seconds"); }
        if (!rules.Items("policies").Any()) { return; }
        sheet.Line(2, $"Select Policy: {(rules.At("selectPolicy") is null ? "Max" : rules.Text("selectPolicy"))}").Line(2, "Policies:");
        foreach (var policy in rules.Items("policies")) { sheet.Line(3, $"- Type: {policy.Text("type")}\tValue: {policy.Number("value")}\tPeriod: {policy.Number("periodSeconds")} seconds"); }
    }

    private static void Metric(Sheet sheet, Node metric, Node? current)
    {
        var source = metric.Text("type") switch { "Resource" => "resource", "ContainerResource" => "containerResource", "Pods" => "pods", "Object" => "object", "External" => "external", _ => "" };
        if (source.Length == 0) { sheet.Line(1, $"<unknown metric type {QuotedText.Go(metric.Text("type"))}>"); return; }
        var (target, now, name) = (metric.At(source, "target"), current?.At(source) is null ? null : current.At(source, "current") ?? ObjectNode.Empty, metric.Text(source, "metric", "name"));
        // What is not said of something that is there.
        static string Said(Node? of, string field) => of is null ? "<unknown>" : of.TextOr("<nil>", field);
        var isAverage = source switch { "pods" => true, "object" => target.Text("type") == "AverageValue", _ => target?.At("averageValue") is not null };
        var field = isAverage ? "averageValue" : "value";
        var kind = isAverage ? "(target average value)" : "(target value)";
        var share = isAverage ? "" : "  (as a percentage of request)";
        var (has, wanted) = (Said(now, field), target.TextOr("<nil>", field));
        if (source is "resource" or "containerResource" && !isAverage)
        {
            has = now?.At("averageUtilization") is null ? "<unknown>" : $"{now.Text("averageUtilization")}% ({Said(now, "averageValue")})";
            wanted = target.Text("averageUtilization") is { Length: > 0 } percent ? $"{percent}%" : "<auto>";
        }
        if (source == "external" && isAverage && now?.At("averageValue") is null) { has = "<unknown>"; }
        var title = source switch
        {
            "resource" => $"resource {metric.Text(source, "name")} on pods{share}",
            "containerResource" => $"resource {metric.Text(source, "name")} of container \"{metric.Text(source, "container")}\" on pods{share}",
            "pods" => $"\"{name}\" on pods",
            "object" => $"\"{name}\" on {metric.Text(source, "describedObject", "kind")}/{metric.Text(source, "describedObject", "name")} {kind}",
            _ => $"\"{name}\" {kind}",
        };
        sheet.Line(1, $"{title}:\t{has} / {wanted}");
    }
}
