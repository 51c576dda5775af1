using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>kubectl describe of deployments, replica sets, stateful sets, daemon sets, jobs, cron jobs.</summary>
internal static class WorkloadDescribers
{
    /// <summary>Describes a deployment.</summary>
    public static async Task DeploymentAsync(DescribeContext context)
    {
        var (sheet, d) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Namespace", context.Item.Namespace).Field(0, "CreationTimestamp", DescribeParts.Time(d.Text("metadata", "creationTimestamp")));
        sheet.Map(0, "Labels", d.At("metadata", "labels"));
        sheet.Annotations(d);
        sheet.Field(0, "Selector", DescribeParts.Requirements(d.At("spec", "selector")));
        sheet.Field(0, "Replicas", $"{d.Number("spec", "replicas")} desired | {d.Number("status", "updatedReplicas")} updated | {d.Number("status", "replicas")} total | {d.Number("status", "availableReplicas")} available | {d.Number("status", "unavailableReplicas")} unavailable");
        sheet.Field(0, "StrategyType", d.Text("spec", "strategy", "type")).Field(0, "MinReadySeconds", d.Number("spec", "minReadySeconds"));
        if (d.At("spec", "strategy", "rollingUpdate") is { } rolling) { sheet.Field(0, "RollingUpdateStrategy", $"{rolling.Text("maxUnavailable")} max unavailable, {rolling.Text("maxSurge")} max surge"); }
        PodParts.Template(sheet, d.At("spec", "template"));
        if (d.Items("status", "conditions").Any())
        {
            sheet.Line(0, "Conditions:").Line(1, "Type\tStatus\tReason").Line(1, "----\t------\t------");
            foreach (var c in d.Items("status", "conditions")) { sheet.Line(1, $"{c.Text("type")} \t{c.Text("status")}\t{c.Text("reason")}"); }
        }
        await SetsAsync(context, d);
        await context.EventsAsync();
    }

    private static async Task SetsAsync(DescribeContext context, Node d)
    {
        var sets = (await context.ListAsync($"/apis/apps/v1/namespaces/{context.Item.Namespace}/replicasets?labelSelector={Uri.EscapeDataString(Labels.SelectorOf(d) ?? "")}"))
            .Where(s => s.Items("metadata", "ownerReferences").Any(o => o.Text("uid") == d.Text("metadata", "uid"))).OrderBy(static s => s.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ToArray();
        if (sets.Length == 0) { return; }
        var newest = sets.FirstOrDefault(s => Template(s).Equals(Template(d)));
        var old = sets.Where(s => s != newest).Select(Name).ToArray();
        context.Sheet.Field(0, "OldReplicaSets", old.Length > 0 ? string.Join(", ", old) : DescribeParts.None).Field(0, "NewReplicaSet", newest is null ? DescribeParts.None : Name(newest));

        // Compat: which set is the new one is told by its template, not by its revision.
        static Node Template(Node s) => (s.At("spec", "template") ?? ObjectNode.Empty).With(["metadata", "labels", "pod-template-hash"], null).With(["metadata", "creationTimestamp"], null);
        static string Name(Node s) => $"{s.Text("metadata", "name")} ({s.Number("status", "replicas")}/{s.Number("spec", "replicas")} replicas created)";
    }

    /// <summary>Describes a replica set or replication controller.</summary>
    public static async Task ReplicasAsync(DescribeContext context)
    {
        var (sheet, r) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Namespace", context.Item.Namespace).Field(0, "Selector", DescribeParts.Selector(r.At("spec", "selector")));
        sheet.Map(0, "Labels", r.At("metadata", "labels"));
        sheet.Annotations(r);
        if (context.Item.Type.Kind == "ReplicaSet" && DescribeParts.Controller(r) is { Length: > 0 } controller) { sheet.Field(0, "Controlled By", controller); }
        sheet.Field(0, "Replicas", $"{r.Number("status", "replicas")} current / {r.Number("spec", "replicas")} desired");
        sheet.Field(0, "Pods Status", Statuses(await OwnedAsync(context)));
        PodParts.Template(sheet, r.At("spec", "template"));
        if (r.Items("status", "conditions").Any())
        {
            sheet.Line(0, "Conditions:").Line(1, "Type\tStatus\tReason").Line(1, "----\t------\t------");
            foreach (var c in r.Items("status", "conditions")) { sheet.Line(1, $"{c.Text("type")} \t{c.Text("status")}\t{c.Text("reason")}"); }
        }
        await context.EventsAsync();
    }

    /// <summary>Describes a stateful set.</summary>
    public static async Task StatefulSetAsync(DescribeContext context)
    {
        var (sheet, s) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Namespace", context.Item.Namespace).Field(0, "CreationTimestamp", DescribeParts.Time(s.Text("metadata", "creationTimestamp"))).Field(0, "Selector", DescribeParts.Requirements(s.At("spec", "selector")));
        sheet.Map(0, "Labels", s.At("metadata", "labels"));
        sheet.Annotations(s);
        sheet.Field(0, "Replicas", $"{s.Number("spec", "replicas")} desired | {s.Number("status", "replicas")} total").Field(0, "Update Strategy", s.Text("spec", "updateStrategy", "type"));
        if (s.At("spec", "updateStrategy", "rollingUpdate", "partition") is NumberNode partition)
        {
            sheet.Field(1, "Partition", partition.Integer);
            if (s.Text("spec", "updateStrategy", "rollingUpdate", "maxUnavailable") is { Length: > 0 } most) { sheet.Field(1, "MaxUnavailable", most); }
        }
        sheet.Field(0, "Pods Status", Statuses(await OwnedAsync(context)));
        PodParts.Template(sheet, s.At("spec", "template"));
        var claims = s.Items("spec", "volumeClaimTemplates").ToArray();
        sheet.Line(0, claims.Length == 0 ? $"Volume Claims:\t{DescribeParts.None}" : "Volume Claims:");
        foreach (var claim in claims)
        {
            sheet.Field(1, "Name", claim.Text("metadata", "name")).Field(1, "StorageClass", StorageDescribers.ClassOf(claim));
            sheet.Map(1, "Labels", claim.At("metadata", "labels"));
            sheet.Map(1, "Annotations", claim.At("metadata", "annotations"));
            sheet.Field(1, "Capacity", claim.TextOr("<default>", "spec", "resources", "requests", "storage")).Field(1, "Access Modes", $"[{string.Join(' ', claim.Items("spec", "accessModes").Select(static m => m.Text()))}]");
        }
        await context.EventsAsync();
    }

    /// <summary>Describes a daemon set.</summary>
    public static async Task DaemonSetAsync(DescribeContext context)
    {
        var (sheet, d) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Namespace", context.Item.Namespace).Field(0, "Selector", DescribeParts.Requirements(d.At("spec", "selector"))).Line(0, $"Node-Selector:\t{(d.At("spec", "template", "spec", "nodeSelector") is ObjectNode { Count: > 0 } n ? Labels.Pairs(n) : DescribeParts.None)}");
        sheet.Map(0, "Labels", d.At("metadata", "labels"));
        sheet.Annotations(d);
        // Compat: these stand outside the columns.
        sheet.Line(0, $"Desired Number of Nodes Scheduled: {d.Number("status", "desiredNumberScheduled")}").Line(0, $"Current Number of Nodes Scheduled: {d.Number("status", "currentNumberScheduled")}")
            .Line(0, $"Number of Nodes Scheduled with Up-to-date Pods: {d.Number("status", "updatedNumberScheduled")}").Line(0, $"Number of Nodes Scheduled with Available Pods: {d.Number("status", "numberAvailable")}")
            .Line(0, $"Number of Nodes Misscheduled: {d.Number("status", "numberMisscheduled")}").Field(0, "Pods Status", Statuses(await OwnedAsync(context)));
        PodParts.Template(sheet, d.At("spec", "template"));
        await context.EventsAsync();
    }

    /// <summary>Describes a job.</summary>
    public static async Task JobAsync(DescribeContext context)
    {
        var (sheet, j) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Namespace", context.Item.Namespace).Field(0, "Selector", DescribeParts.Requirements(j.At("spec", "selector")));
        sheet.Map(0, "Labels", j.At("metadata", "labels"));
        sheet.Annotations(j);
        if (DescribeParts.Controller(j) is { Length: > 0 } controller) { sheet.Field(0, "Controlled By", controller); }
        if (j.At("spec", "parallelism") is NumberNode parallelism) { sheet.Field(0, "Parallelism", parallelism.Integer); }
        sheet.Field(0, "Completions", j.At("spec", "completions") is NumberNode ? j.Number("spec", "completions") : "<unset>");
        if (j.Text("spec", "completionMode") is { Length: > 0 } mode) { sheet.Field(0, "Completion Mode", mode); }
        if (j.At("spec", "suspend") is BooleanNode suspend) { sheet.Field(0, "Suspend", suspend.Value ? "true" : "false"); }
        if (j.At("spec", "backoffLimit") is NumberNode limit) { sheet.Field(0, "Backoff Limit", limit.Integer); }
        if (j.At("spec", "ttlSecondsAfterFinished") is NumberNode ttl) { sheet.Field(0, "TTL Seconds After Finished", ttl.Integer); }
        if (j.Text("status", "startTime") is { Length: > 0 } start) { sheet.Field(0, "Start Time", DescribeParts.Time(start)); }
        if (j.Text("status", "completionTime") is { Length: > 0 } end)
        {
            sheet.Field(0, "Completed At", DescribeParts.Time(end));
            if (DateTimeOffset.TryParse(j.Text("status", "startTime"), out var from) && DateTimeOffset.TryParse(end, out var to)) { sheet.Field(0, "Duration", Ages.Human(to - from)); }
        }
        if (j.At("spec", "activeDeadlineSeconds") is NumberNode deadline) { sheet.Field(0, "Active Deadline Seconds", $"{deadline.Integer}s"); }
        var ready = j.At("status", "ready") is NumberNode r ? $" ({r.Integer} Ready)" : "";
        sheet.Field(0, "Pods Statuses", $"{j.Number("status", "active")} Active{ready} / {j.Number("status", "succeeded")} Succeeded / {j.Number("status", "failed")} Failed");
        if (j.Text("spec", "completionMode") == "Indexed") { sheet.Field(0, "Completed Indexes", j.TextOr(DescribeParts.None, "status", "completedIndexes")); }
        PodParts.Template(sheet, j.At("spec", "template"));
        await context.EventsAsync();
    }

    /// <summary>Describes a cron job.</summary>
    public static async Task CronJobAsync(DescribeContext context)
    {
        var (sheet, c) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(c);
        sheet.Field(0, "Schedule", c.Text("spec", "schedule")).Field(0, "Concurrency Policy", c.Text("spec", "concurrencyPolicy")).Field(0, "Suspend", c.At("spec", "suspend") is BooleanNode suspend ? suspend.Value ? "True" : "False" : "<unset>").Field(0, "Time Zone", c.TextOr("<unset>", "spec", "timeZone"));
        sheet.Field(0, "Successful Job History Limit", c.TextOr("<unset>", "spec", "successfulJobsHistoryLimit")).Field(0, "Failed Job History Limit", c.TextOr("<unset>", "spec", "failedJobsHistoryLimit"));
        sheet.Field(0, "Starting Deadline Seconds", c.At("spec", "startingDeadlineSeconds") is NumberNode s ? $"{s.Integer}s" : "<unset>");
        var spec = c.At("spec", "jobTemplate", "spec");
        sheet.Field(0, "Selector", spec?.At("selector") is { } selector ? DescribeParts.Requirements(selector) : "<unset>").Field(0, "Parallelism", spec.TextOr("<unset>", "parallelism")).Field(0, "Completions", spec.TextOr("<unset>", "completions"));
        if (spec?.At("activeDeadlineSeconds") is NumberNode deadline) { sheet.Field(0, "Active Deadline Seconds", $"{deadline.Integer}s"); }
        PodParts.Template(sheet, spec?.At("template"));
        sheet.Line(0, $"Last Schedule Time:\t{(c.Text("status", "lastScheduleTime") is { Length: > 0 } last ? DescribeParts.Time(last) : "<unset>")}");
        var active = c.Items("status", "active").Select(static a => a.Text("name")).ToArray();
        sheet.Line(0, $"Active Jobs:\t{(active.Length > 0 ? string.Join(", ", active) : DescribeParts.None)}");
        await context.EventsAsync();
    }

    private static async Task<IReadOnlyList<Node>> OwnedAsync(DescribeContext context)
    {
        if (Labels.SelectorOf(context.Object) is not { Length: > 0 } selector) { return []; }
        var pods = await Workloads.PodsAsync(context.Command, context.Item.Namespace, selector);
        return [.. pods.Where(p => p.Items("metadata", "ownerReferences").Any(o => o.Text("uid") == context.Object.Text("metadata", "uid")))];
    }

    private static string Statuses(IReadOnlyList<Node> pods)
    {
        int Count(string phase) => pods.Count(p => p.Text("status", "phase") == phase);
        return $"{Count("Running")} Running / {Count("Pending")} Waiting / {Count("Succeeded")} Succeeded / {Count("Failed")} Failed";
    }
}
