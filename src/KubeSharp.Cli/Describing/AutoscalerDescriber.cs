using KubeSharp.Machinery.Documents;

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
        sheet.Line(2, $"Select Policy: {rules.TextOr("Max", "selectPolicy")}").Line(2, "Policies:");
        foreach (var policy in rules.Items("policies")) { sheet.Line(3, $"- Type: {policy.Text("type")}\tValue: {policy.Number("value")}\tPeriod: {policy.Number("periodSeconds")} seconds"); }
    }

    private static void Metric(Sheet sheet, Node metric, Node? current)
    {
        var source = metric.Text("type") switch { "Resource" => "resource", "ContainerResource" => "containerResource", "Pods" => "pods", "Object" => "object", _ => "external" };
        var (target, now) = (metric.At(source, "target"), current?.At(source, "current"));
        var isShare = target?.At("averageUtilization") is not null;
        var field = isShare ? "averageUtilization" : target?.At("averageValue") is not null ? "averageValue" : "value";
        var unit = isShare ? "%" : "";
        var has = now.TextOr("<unknown>", field) is var shown && shown != "<unknown>" && isShare ? $"{shown}% ({now.Text("averageValue")})" : shown;
        var kind = field == "averageValue" ? " (target average value)" : " (target value)";
        var title = source switch
        {
            "resource" => $"resource {metric.Text(source, "name")} on pods{(isShare ? "  (as a percentage of request)" : "")}",
            "containerResource" => $"resource {metric.Text(source, "name")} of container \"{metric.Text(source, "container")}\" on pods{(isShare ? "  (as a percentage of request)" : "")}",
            "pods" => $"\"{metric.Text(source, "metric", "name")}\" on pods",
            "object" => $"\"{metric.Text(source, "metric", "name")}\" on {metric.Text(source, "describedObject", "kind")}/{metric.Text(source, "describedObject", "name")}{kind}",
            _ => $"\"{metric.Text(source, "metric", "name")}\"{kind}",
        };
        sheet.Line(1, $"{title}:\t{has} / {target.Text(field)}{unit}");
    }
}
