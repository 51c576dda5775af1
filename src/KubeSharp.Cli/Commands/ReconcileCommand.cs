using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl auth reconcile: permissions and subjects that a file names are added; what is too much goes only where the flags say so.</summary>
internal static class ReconcileCommand
{
    private const string Protection = "rbac.authorization.kubernetes.io/autoupdate";

    /// <summary>auth reconcile</summary>
    public static Command Reconcile { get; } = new("auth reconcile", "Bring roles and bindings to the state of files", "-f FILENAME", RunAsync);

    private sealed record Plan(ObjectNode Wanted, string Operation, IReadOnlyList<string> Notes);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var selection = await context.SelectionAsync();
        if (!selection.HasFiles) { throw new CliException("must specify one of -f and -k"); }
        if (context.Arguments.Count > 0) { throw new CliException("no arguments are allowed"); }
        if (context.DryRun() == "server") { throw new CliException("--dry-run=server for command reconcile is not supported yet"); }
        var reader = await context.ReaderAsync();
        var server = await context.ServerAsync();
        foreach (var item in await reader.FromFilesAsync(selection, context.Cancellation))
        {
            if (item.Type.Group != "rbac.authorization.k8s.io") { continue; }
            ObjectNode? live = null;
            try { live = (ObjectNode)await server.GetAsync(item.Path, context.Cancellation); }
            catch (StatusException e) when (e.Is(StatusReason.NotFound)) { }
            var plan = PlanOf(live, item.Object, context.Flags.Bool("remove-extra-permissions"), context.Flags.Bool("remove-extra-subjects"));
            var isProtected = live?.TextAt("metadata", "annotations", Protection) == "false";
            if (context.DryRun() != "client" && plan.Operation.Length > 0 && !isProtected) { await WriteAsync(context, item, plan, live); }
            context.Report(TypedForm.Of(plan.Wanted, item.Type), "reconciled", isTyped: true);
            if (plan.Operation.Length == 0) { continue; }
            context.Error.WriteLine($"\treconciliation required {plan.Operation}{(isProtected ? $", but object opted out ({Protection}: false)" : "")}");
            foreach (var note in plan.Notes) { context.Error.WriteLine(note); }
        }
        reader.ThrowFailures();
        return 0;
    }

    private static async Task WriteAsync(CommandContext context, ResourceItem item, Plan plan, ObjectNode? live)
    {
        var server = await context.ServerAsync();
        // A role that is bound cannot be replaced by another one: the binding is made anew.
        if (plan.Operation == "recreate") { await DeleteCommand.DeleteOneAsync(context, server, item with { Object = live! }, -1, "background"); }
        var isNew = plan.Operation != "update";
        await server.CallAsync(isNew ? HttpMethod.Post : HttpMethod.Put, (isNew ? item.Type.PathOf(item.Namespace) : item.Path) + context.ChangeQuery(""), plan.Wanted.ToUtf8(), "application/json", context.Cancellation);
    }

    private static Plan PlanOf(ObjectNode? live, ObjectNode wanted, bool removesRules, bool removesSubjects)
    {
        var (rules, extraRules) = (RuleDifference.Uncovered(wanted.Items("rules"), live.Items("rules")), RuleDifference.Uncovered(live.Items("rules"), wanted.Items("rules")));
        var (subjects, extraSubjects) = (RuleDifference.Missing(wanted.Items("subjects"), live.Items("subjects")), RuleDifference.Missing(live.Items("subjects"), wanted.Items("subjects")));
        if (!removesRules) { extraRules = []; }
        if (!removesSubjects) { extraSubjects = []; }
        string[] notes =
        [
            .. Noted("missing rules added", rules, RuleDifference.Shown), .. Noted("extra rules removed", extraRules, RuleDifference.Shown),
            .. Noted("missing subjects added", subjects, RuleDifference.ShownSubject), .. Noted("extra subjects removed", extraSubjects, RuleDifference.ShownSubject),
        ];
        if (live is null) { return new Plan(wanted, "create", notes); }
        if (wanted["roleRef"] is { } role && !role.Equals(live["roleRef"])) { return new Plan(wanted, "recreate", []); }
        var merged = live;
        if (wanted["rules"] is ArrayNode all) { merged = merged.Set("rules", removesRules && extraRules.Count > 0 ? all : new ArrayNode([.. live.Items("rules"), .. rules])); }
        if (wanted["subjects"] is ArrayNode named) { merged = merged.Set("subjects", removesSubjects && extraSubjects.Count > 0 ? named : new ArrayNode([.. live.Items("subjects"), .. subjects])); }
        foreach (var map in new[] { "labels", "annotations" })
        {
            if (wanted.At("metadata", map) is ObjectNode more) { merged = (ObjectNode)merged.With(["metadata", map], more.Aggregate(live.At("metadata", map) as ObjectNode ?? ObjectNode.Empty, static (m, f) => m[f.Key] is null ? m.Set(f.Key, f.Value) : m)); }
        }
        return new Plan(merged, merged.Equals(live) ? "" : "update", notes);
    }

    private static IEnumerable<string> Noted(string title, IReadOnlyList<Node> nodes, Func<Node, string> shown) => nodes.Count == 0 ? [] : nodes.Select(n => $"\t\t{shown(n)}").Prepend($"\t{title}:");
}
