using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Explaining;
using KubeSharp.Cli.Localization;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl why: the cluster's own explanation why an object is not as it should be, from its status, its pods, what it needs, and its warnings.</summary>
internal static class WhyCommand
{
    private const int EventsShownMax = 3;

    /// <summary>why</summary>
    public static Command Why { get; } = new("why", "Say in a few lines why an object is not ready", "TYPE/NAME", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        foreach (var item in await OwnCommands.ItemsAsync(context))
        {
            context.Out.WriteLine($"{item.Display}:");
            var reasons = Reasons.Of(item.Object).ToList();
            reasons.AddRange(await MissingAsync(context, item.Object));
            reasons.AddRange(await BelowAsync(context, item));
            reasons.AddRange(await WarningsAsync(context, item.Namespace, item.Object));
            if (reasons.Count == 0) { reasons.Add(Text.Of("nothing is wrong that its status or events tell of")); }
            foreach (var reason in reasons.Distinct()) { context.Out.WriteLine($"  {Escapes.Neutralize(reason)}"); }
        }
        return 0;
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(CommandContext context, Node content)
    {
        var reasons = new List<string>();
        var server = await context.ServerAsync();
        foreach (var needed in References.Of(content).Where(static n => n.Name.Length > 0))
        {
            try
            {
                var found = await server.GetAsync(needed.Path, context.Cancellation);
                if (found.Text("kind") == "PersistentVolumeClaim" && found.Text("status", "phase") != "Bound") { reasons.Add(Text.Of($"its claim is not bound: {needed.Name}")); }
            }
            catch (StatusException e) when (e.Is(StatusReason.NotFound)) { reasons.Add(Text.Of($"the {needed.Kind} {needed.Name} does not exist")); }
            catch (StatusException e) when (e.Is(StatusReason.Forbidden)) { }
        }
        if (content.Text("kind") == "PersistentVolumeClaim" && content.At("spec", "storageClassName") is null && content.Text("status", "phase") == "Pending") { reasons.Add(Text.Of("it names no storage class and there is no default one")); }
        return reasons;
    }

    // Pods of a selector, jobs of a cron job, what a claim's or service's pods say.
    private static async Task<IReadOnlyList<string>> BelowAsync(CommandContext context, ResourceItem item)
    {
        var reasons = new List<string>();
        if (item.Namespace.Length == 0 || item.Type.Kind == "Pod") { return reasons; }
        var below = item.Type.Kind == "CronJob" ? await JobsAsync(context, item) : [];
        foreach (var job in below) { reasons.AddRange(Reasons.Of(job).Select(r => $"job/{job.Text("metadata", "name")}: {r}")); }
        var selectors = below.Append(item.Object).Select(Labels.SelectorOf).OfType<string>().Where(static s => s.Length > 0).ToArray();
        foreach (var selector in selectors)
        {
            var pods = (await Workloads.PodsAsync(context, item.Namespace, selector)).OrderBy(static p => p.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ToList();
            if (pods.Count == 0 && item.Type.Kind == "Service") { reasons.Add(Text.Of($"no pod fits its selector {selector}")); }
            else if (item.Type.Kind == "Service" && !pods.Any(Workloads.IsReady)) { reasons.Add(Text.Of($"{pods.Count(Workloads.IsReady)} of {pods.Count} pods are ready")); }
            foreach (var pod in pods)
            {
                var own = Reasons.Of(pod).Concat(await WarningsAsync(context, item.Namespace, pod));
                reasons.AddRange(own.Select(r => $"pod/{pod.Text("metadata", "name")}: {r}"));
            }
        }
        return reasons;
    }

    private static async Task<IReadOnlyList<ObjectNode>> JobsAsync(CommandContext context, ResourceItem item)
    {
        var jobs = await (await context.ServerAsync()).GetAsync($"/apis/batch/v1/namespaces/{item.Namespace}/jobs", context.Cancellation);
        return [.. jobs.Items("items").OfType<ObjectNode>().Where(j => j.Items("metadata", "ownerReferences").Any(o => o.Text("uid") == item.Object.Text("metadata", "uid")))];
    }

    private static async Task<IEnumerable<string>> WarningsAsync(CommandContext context, string ns, Node content)
    {
        var selector = Uri.EscapeDataString($"involvedObject.uid={content.Text("metadata", "uid")},type=Warning");
        var events = await (await context.ServerAsync()).GetAsync($"/api/v1/{(ns.Length > 0 ? $"namespaces/{ns}/" : "")}events?fieldSelector={selector}", context.Cancellation);
        return events.Items("items").OrderByDescending(DescribeParts.LastSeen, StringComparer.Ordinal).Take(EventsShownMax).Select(e => $"{DescribeParts.EventAge(e, context.Now)} {Text.Of("ago")} {e.Text("reason")}: {e.Text("message").Trim()}");
    }
}
