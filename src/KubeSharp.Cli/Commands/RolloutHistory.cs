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
        if (wanted < 0) { throw new CliException($"revision must be a positive integer: {wanted}"); }
        foreach (var item in await RolloutCommand.ItemsAsync(context))
        {
            var past = await PastAsync(context, item);
            if (context.Printer(isTyped: true) is { } printer)
            {
                foreach (var each in past.Where(p => wanted == 0 || p.Number == wanted).OrderBy(static p => p.Number)) { printer.Print(Shown(item, each), context.Out); }
                continue;
            }
            if (wanted > 0)
            {
                var one = past.FirstOrDefault(p => p.Number == wanted) ?? throw new CliException("unable to find the specified revision");
                var template = one.Cause.Length > 0 && item.Type.Plural == "deployments" ? one.Template.With(["metadata", "annotations", Cause], one.Cause) : one.Template;
                context.Out.WriteLine($"{item.Display} with revision #{wanted}");
                context.Out.Write(TextOf(template) + "\n");
                continue;
            }
            context.Out.WriteLine($"{item.Display} ");
            var table = new TextTable(gap: 2, widthMin: 0);
            table.Add(["REVISION", "CHANGE-CAUSE"]);
            foreach (var one in past.OrderBy(static p => p.Number)) { table.Add([one.Number.ToString(CultureInfo.InvariantCulture), one.Cause.Length > 0 ? one.Cause : DescribeParts.None]); }
            table.Flush(context.Out);
            context.Out.WriteLine();
        }
        return 0;
    }

    /// <summary>rollout undo</summary>
    public static async Task<int> UndoAsync(CommandContext context)
    {
        var wanted = context.Flags.Int("to-revision");
        foreach (var item in await RolloutCommand.ItemsAsync(context))
        {
            if (item.Object.TextAt("metadata", "annotations", LastApplied.Annotation) is not null)
            {
                context.Error.WriteLine($"Warning: resource {item.Type.Plural}/{item.Name} was previously managed with 'kubectl apply'. Rolling back will not update the {LastApplied.Annotation} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.");
            }
            var past = (await PastAsync(context, item)).OrderByDescending(static p => p.Number).ToArray();
            var isDeployment = item.Type.Plural == "deployments";
            var to = wanted != 0 ? past.FirstOrDefault(p => p.Number == wanted) ?? throw new CliException($"unable to find specified revision {wanted} in history")
                : past.Length > 1 ? past[1] : throw new CliException(isDeployment ? $"no rollout history found for deployment \"{item.Name}\"" : "no last revision to roll back to");
            if (context.DryRun() == "client") { context.Report(item.Object, $"{(isDeployment ? "" : "will roll back to ")}{TextOf(to.Template)}", isTyped: true); continue; }
            if (isDeployment && item.Object.At("spec", "paused") is BooleanNode { Value: true }) { throw new CliException("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again"); }
            if (Same(to.Template, item.Object.At("spec", "template"))) { context.Report(item.Object, $"skipped rollback (current template already matches revision {wanted})", isTyped: true); continue; }
            var template = to.Template.With(["metadata", "labels", "pod-template-hash"], null);
            var patch = ArrayNode.Of(ObjectNode.Of(("op", "replace"), ("path", "/spec/template"), ("value", template)), ObjectNode.Of(("op", "replace"), ("path", "/metadata/annotations"), ("value", Annotations(item.Object, to))));
            if (!isDeployment) { patch = ArrayNode.Of(patch[0]); }
            await (await context.ServerAsync()).CallAsync(HttpMethod.Patch, item.Path + context.ChangeQuery("kubectl-rollout"), patch.ToUtf8(), Patches.JsonType, context.Cancellation);
            // Compat: -o prints the object as it was before.
            context.Report(item.Object, "rolled back", isTyped: true);
        }
        return 0;
    }

    // What -o prints of a revision: a replica set as it is, of the others the object with the template of then.
    private static Node Shown(ResourceItem item, Past past) => item.Type.Plural == "deployments" ? past.Source : item.Object.With(["spec", "template"], past.Template);

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

    private static async Task<IReadOnlyList<Past>> PastAsync(CommandContext context, ResourceItem item)
    {
        var isDeployment = item.Type.Plural == "deployments";
        if (!isDeployment && item.Type.Plural is not ("daemonsets" or "statefulsets")) { throw new CliException($"error retrieving history for \"{item.Type.Kind}\", no visitor method exists for {{{item.Type.Group} {item.Type.Kind}}}"); }
        var plural = isDeployment ? "replicasets" : "controllerrevisions";
        var list = await (await context.ServerAsync()).GetAsync($"/apis/apps/v1/namespaces/{item.Namespace}/{plural}?labelSelector={Uri.EscapeDataString(Labels.SelectorOf(item.Object) ?? "")}", context.Cancellation);
        var owned = list.Items("items").Where(o => o.Items("metadata", "ownerReferences").Any(r => r.Text("uid") == item.Object.Text("metadata", "uid"))).Cast<ObjectNode>();
        return isDeployment
            ? [.. owned.Where(static o => o.Text("metadata", "annotations", Revision).Length > 0).Select(static o => new Past(long.Parse(o.Text("metadata", "annotations", Revision), CultureInfo.InvariantCulture), o.Text("metadata", "annotations", Cause), o.At("spec", "template")!, o))]
            : [.. owned.Select(static o => new Past(o.Number("revision"), o.Text("metadata", "annotations", Cause), o.At("data", "spec", "template") is ObjectNode t ? t.Remove("$patch") : ObjectNode.Empty, o))];
    }
}
