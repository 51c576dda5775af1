using System.Globalization;
using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl rollout history, undo.</summary>
internal static class RolloutHistory
{
    private const string Revision = "deployment.kubernetes.io/revision";
    private const string Cause = "kubernetes.io/change-cause";
    private static readonly string[] _ownAnnotations = [LastApplied.Annotation, Revision, "deployment.kubernetes.io/revision-history", "deployment.kubernetes.io/desired-replicas", "deployment.kubernetes.io/max-replicas", "deprecated.deployment.rollback.to"];

    private sealed record Past(long Number, string Cause, Node Template, ObjectNode Source);

    /// <summary>rollout history</summary>
    public static async Task<int> ShowAsync(CommandContext context)
    {
        var wanted = context.Flags.Int("revision");
        if (context.Arguments.Count > 0 || (await context.SelectionAsync()).HasFiles) { RolloutCommand.CheckRevision(context); }
        return await RolloutCommand.EachAsync(context, item => ShowAsync(context, item, wanted));
    }

    private static async Task ShowAsync(CommandContext context, ResourceItem item, long wanted)
    {
        var past = await PastAsync(context, item, "history viewer");
        if (context.Printer(isTyped: true) is { } printer)
        {
            // Compat: a template without -o is given the workload, not its revisions.
            if (!context.Flags.IsSet("output")) { printer.Print(item.Object, context.Out); return; }
            if (wanted > 0 && past.All(p => p.Number != wanted)) { throw new CliException("unable to find the specified revision"); }
            foreach (var each in past.Where(p => wanted == 0 || p.Number == wanted).OrderBy(static p => p.Number)) { printer.Print(Shown(item, each), context.Out); }
            return;
        }
        if (past.Count == 0)
        {
            context.Out.WriteLine($"{item.Display} {(wanted > 0 ? $"with revision #{wanted}" : "")}\nNo rollout history found.");
            return;
        }
        if (wanted > 0)
        {
            var one = past.FirstOrDefault(p => p.Number == wanted) ?? throw new CliException("unable to find the specified revision");
            var template = one.Cause.Length > 0 && item.Type.Plural == "deployments" ? one.Template.With(["metadata", "annotations", Cause], one.Cause) : one.Template;
            context.Out.WriteLine($"{item.Display} with revision #{wanted}");
            context.Out.Write(TextOf(template) + "\n");
            return;
        }
        context.Out.WriteLine($"{item.Display} ");
        var table = new TextTable(gap: 2, widthMin: 0);
        table.Add(["REVISION", "CHANGE-CAUSE"]);
        foreach (var one in past.OrderBy(static p => p.Number)) { table.Add([one.Number.ToString(CultureInfo.InvariantCulture), one.Cause.Length > 0 ? one.Cause : DescribeParts.None]); }
        table.Flush(context.Out);
        context.Out.WriteLine();
    }

    /// <summary>rollout undo</summary>
    public static Task<int> UndoAsync(CommandContext context) => RolloutCommand.EachAsync(context, item => UndoAsync(context, item, context.Flags.Int("to-revision")));

    private static async Task UndoAsync(CommandContext context, ResourceItem item, long wanted)
    {
        if (item.Object.TextAt("metadata", "annotations", LastApplied.Annotation) is not null)
        {
            context.Error.WriteLine($"Warning: resource {item.Type.Plural}/{item.Name} was previously managed with 'kubectl apply'. Rolling back will not update the {LastApplied.Annotation} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.");
        }
        var past = (await PastAsync(context, item, "rollbacker")).OrderByDescending(static p => p.Number).ToArray();
        var isDeployment = item.Type.Plural == "deployments";
        var to = wanted != 0 ? past.FirstOrDefault(p => p.Number == wanted) ?? throw new CliException($"unable to find specified revision {wanted} in history")
            : past.Length > 1 ? past[1] : throw new CliException(isDeployment ? $"no rollout history found for deployment \"{item.Name}\"" : "no last revision to roll back to");
        if (context.DryRun() == "client") { context.Report(item.Object, $"{(isDeployment ? "" : "will roll back to ")}{TextOf(to.Template)}", isTyped: true); return; }
        if (isDeployment && item.Object.At("spec", "paused") is BooleanNode { Value: true }) { throw new CliException("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again"); }
        if (Same(to.Template, item.Object.At("spec", "template"))) { context.Report(item.Object, $"skipped rollback (current template already matches revision {wanted})", isTyped: true); return; }
        var template = to.Template.With(["metadata", "labels", "pod-template-hash"], null);
        var patch = ArrayNode.Of(ObjectNode.Of(("op", "replace"), ("path", "/spec/template"), ("value", template)), ObjectNode.Of(("op", "replace"), ("path", "/metadata/annotations"), ("value", Annotations(item.Object, to))));
        if (!isDeployment) { patch = ArrayNode.Of(patch[0]); }
        await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery(""), patch.ToUtf8(), Patches.JsonType, context.Cancellation);
        // Compat: -o prints the object as it was before.
        context.Report(item.Object, "rolled back", isTyped: true);
    }

    // What -o prints of a revision: a replica set as it is, of the others the object with the template of then.
    private static Node Shown(ResourceItem item, Past past) => item.Type.Plural == "deployments" ? ObjectNode.Of([("kind", "ReplicaSet"), ("apiVersion", item.Type.ApiVersion), .. past.Source.Where(static f => f.Key is not ("kind" or "apiVersion")).Select(static f => (f.Key, (Node?)f.Value))]) : item.Object.With(["spec", "template"], past.Template);

    private static string TextOf(Node template)
    {
        var sheet = new Sheet();
        PodParts.Template(sheet, template);
        return sheet.WithTabs();
    }

    // The annotations of the revision, but those that the controller and apply keep for themselves.
    private static ObjectNode Annotations(Node live, Past to)
    {
        var kept = (live.At("metadata", "annotations") as ObjectNode ?? ObjectNode.Empty).Where(static a => _ownAnnotations.Contains(a.Key));
        var old = (to.Source.At("metadata", "annotations") as ObjectNode ?? ObjectNode.Empty).Where(static a => !_ownAnnotations.Contains(a.Key));
        return ObjectNode.Of([.. kept.Concat(old).Select(static a => (a.Key, (Node?)a.Value))]);
    }

    private static bool Same(Node a, Node? b) => b is not null && a.With(["metadata", "labels", "pod-template-hash"], null).Equals(b.With(["metadata", "labels", "pod-template-hash"], null));

    private static async Task<IReadOnlyList<Past>> PastAsync(CommandContext context, ResourceItem item, string what)
    {
        var isDeployment = item.Type.Plural == "deployments";
        if (!isDeployment && item.Type.Plural is not ("daemonsets" or "statefulsets"))
        {
            // Compat: kinds that make pods are told of in other words than those that do not.
            throw new CliException(item.Type.Kind is "ReplicationController" or "ReplicaSet" or "Job" or "Pod" or "CronJob"
                ? $"no {what} has been implemented for \"{item.Type.Kind}{(item.Type.Group.Length > 0 ? "." : "")}{item.Type.Group}\""
                : $"error retrieving {what.Split(' ')[0]} for \"{item.Type.Kind}\", no visitor method exists for {{{item.Type.Group} {item.Type.Kind}}}");
        }
        var plural = isDeployment ? "replicasets" : "controllerrevisions";
        var list = await (await context.ServerAsync()).GetAsync($"/apis/apps/v1/namespaces/{item.Namespace}/{plural}?labelSelector={Uri.EscapeDataString(Labels.SelectorOf(item.Object) ?? "")}", context.Cancellation);
        var owned = list.Items("items").Where(o => o.Items("metadata", "ownerReferences").Any(r => r.Text("uid") == item.Object.Text("metadata", "uid"))).Cast<ObjectNode>();
        return isDeployment
            ? [.. owned.Where(static o => o.Text("metadata", "annotations", Revision).Length > 0).Select(static o => new Past(long.Parse(o.Text("metadata", "annotations", Revision), CultureInfo.InvariantCulture), o.Text("metadata", "annotations", Cause), o.At("spec", "template")!, o))]
            : [.. owned.Select(static o => new Past(o.Number("revision"), o.Text("metadata", "annotations", Cause), o.At("data", "spec", "template") is ObjectNode t ? t.Remove("$patch") : ObjectNode.Empty, o))];
    }
}
