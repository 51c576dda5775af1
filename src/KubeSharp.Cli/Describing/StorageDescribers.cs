using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>kubectl describe of persistent volumes, claims, storage classes.</summary>
internal static class StorageDescribers
{
    /// <summary>Describes a persistent volume.</summary>
    public static async Task VolumeAsync(DescribeContext context)
    {
        var (sheet, v) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(v, withNamespace: false);
        sheet.Field(0, "Finalizers", Finalizers(v)).Field(0, "StorageClass", ClassOf(v)).Field(0, "Status", v.Text("metadata", "deletionTimestamp").Length > 0 ? DescribeParts.Terminating(v, context.Now) : v.Text("status", "phase"));
        sheet.Field(0, "Claim", v.At("spec", "claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : "");
        sheet.Field(0, "Reclaim Policy", v.Text("spec", "persistentVolumeReclaimPolicy")).Field(0, "Access Modes", Modes(v.Items("spec", "accessModes")));
        if (v.Text("spec", "volumeMode") is { Length: > 0 } mode) { sheet.Field(0, "VolumeMode", mode); }
        sheet.Field(0, "Capacity", v.TextOr("0", "spec", "capacity", "storage"));
        var required = v.At("spec", "nodeAffinity", "required");
        var terms = required.Items("nodeSelectorTerms").ToArray();
        sheet.Line(0, $"Node Affinity:\t{(required is null ? DescribeParts.None : "")}");
        if (required is not null) { sheet.Line(1, $"Required Terms:\t{(terms.Length == 0 ? DescribeParts.None : "")}"); }
        for (var i = 0; i < terms.Length; i++)
        {
            var rules = terms[i].Items("matchExpressions").Select(static e => $"{e.Text("key")} {e.Text("operator").ToLowerInvariant()}{(e.Items("values").Any() ? $" [{string.Join(", ", e.Items("values").Select(static x => x.Text()))}]" : "")}").ToArray();
            sheet.Line(2, $"Term {i}:\t{(rules.Length > 0 ? rules[0] : DescribeParts.None)}");
            foreach (var rule in rules.Skip(1)) { sheet.Line(2, $"\t{rule}"); }
        }
        sheet.Field(0, "Message", v.Text("status", "message")).Line(0, "Source:");
        VolumeParts.Persistent(sheet, v.At("spec") ?? NullNode.Instance);
        await context.EventsAsync();
    }

    /// <summary>Describes a claim with the pods that use it.</summary>
    public static async Task ClaimAsync(DescribeContext context)
    {
        var (sheet, c) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Namespace", context.Item.Namespace).Field(0, "StorageClass", ClassOf(c));
        sheet.Field(0, "Status", c.Text("metadata", "deletionTimestamp").Length > 0 ? DescribeParts.Terminating(c, context.Now) : c.Text("status", "phase"));
        Claim(sheet, c, 0, Finalizers(c));
        var users = (await context.ListAsync($"/api/v1/namespaces/{context.Item.Namespace}/pods")).Where(p => p.Items("spec", "volumes").Any(v => v.Text("persistentVolumeClaim", "claimName") == context.Item.Name)).Select(static p => p.Text("metadata", "name")).Order(StringComparer.Ordinal).ToArray();
        sheet.Field(0, "Used By", users.Length > 0 ? users[0] : DescribeParts.None);
        foreach (var user in users.Skip(1)) { sheet.Line(0, $"\t{user}"); }
        if (c.Items("status", "conditions").Any())
        {
            sheet.Line(0, "Conditions:").Line(1, "Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage").Line(1, "----\t------\t-----------------\t------------------\t------\t-------");
            foreach (var x in c.Items("status", "conditions")) { sheet.Line(1, $"{x.Text("type")} \t{x.Text("status")} \t{DescribeParts.Time(x.Text("lastProbeTime"))} \t{DescribeParts.Time(x.Text("lastTransitionTime"))} \t{x.Text("reason")} \t{x.Text("message")}"); }
        }
        await context.EventsAsync();
    }

    /// <summary>What a claim and a claim's template say alike; only a claim has finalizers.</summary>
    // Compat: in a template each value of labels and annotations stands as deep as its name.
    public static void Claim(Sheet sheet, Node? claim, int level, string? finalizers)
    {
        var lead = new string(' ', level * 2);
        var isBound = claim.Text("spec", "volumeName").Length > 0;
        sheet.Field(level, "Volume", claim.Text("spec", "volumeName"));
        sheet.Map(level, "Labels", claim?.At("metadata", "labels"), lead: lead);
        sheet.Annotations(claim, level, lead);
        if (finalizers is not null) { sheet.Field(level, "Finalizers", finalizers); }
        sheet.Field(level, "Capacity", isBound ? claim.TextOr("0", "status", "capacity", "storage") : "").Field(level, "Access Modes", isBound ? Modes(claim.Items("status", "accessModes")) : "");
        if (claim.Text("spec", "volumeMode") is { Length: > 0 } mode) { sheet.Field(level, "VolumeMode", mode); }
        if (claim?.At("spec", "dataSource") is not { } source) { return; }
        sheet.Line(level, "DataSource:");
        if (source.Text("apiGroup") is { Length: > 0 } group) { sheet.Field(level + 1, "APIGroup", group); }
        sheet.Field(level + 1, "Kind", source.Text("kind")).Field(level + 1, "Name", source.Text("name"));
    }

    /// <summary>The class of a volume or claim; the annotation of old counts first.</summary>
    public static string ClassOf(Node? content) => content?.At("metadata", "annotations", "volume.beta.kubernetes.io/storage-class") is { } old ? old.Text() : content.Text("spec", "storageClassName");

    /// <summary>Describes a storage class.</summary>
    public static async Task ClassAsync(DescribeContext context)
    {
        var (sheet, s) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "IsDefaultClass", s.Text("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true" ? "Yes" : "No");
        sheet.Field(0, "Annotations", s.At("metadata", "annotations") is ObjectNode { Count: > 0 } a ? Resources.Labels.Pairs(a) : DescribeParts.None);
        sheet.Field(0, "Provisioner", s.Text("provisioner")).Field(0, "Parameters", s.At("parameters") is ObjectNode { Count: > 0 } p ? Resources.Labels.Pairs(p) : DescribeParts.None);
        sheet.Field(0, "AllowVolumeExpansion", s.At("allowVolumeExpansion") is BooleanNode b ? (b.Value ? "True" : "False") : "<unset>");
        var options = s.Items("mountOptions").Select(static m => m.Text()).ToArray();
        sheet.Line(0, options.Length == 0 ? $"MountOptions:\t{DescribeParts.None}" : "MountOptions:");
        foreach (var option in options) { sheet.Line(1, option); }
        foreach (var (field, title) in ((string, string)[])[("reclaimPolicy", "ReclaimPolicy"), ("volumeBindingMode", "VolumeBindingMode")])
        {
            if (s.At(field) is not null) { sheet.Field(0, title, s.Text(field)); }
        }
        var terms = s.Items("allowedTopologies").ToArray();
        if (terms.Length > 0) { sheet.Line(0, "AllowedTopologies:\t"); }
        for (var i = 0; i < terms.Length; i++)
        {
            var rules = terms[i].Items("matchLabelExpressions").Select(static e => $"{e.Text("key")} in{(e.Items("values").Any() ? $" [{string.Join(", ", e.Items("values").Select(static x => x.Text()))}]" : "")}").DefaultIfEmpty(DescribeParts.None).ToArray();
            for (var k = 0; k < rules.Length; k++) { sheet.Line(1, $"{(k == 0 ? $"Term {i}:" : "")}\t{rules[k]}"); }
        }
        await context.EventsAsync();
    }

    private static string Finalizers(Node content) => $"[{string.Join(' ', content.Items("metadata", "finalizers").Select(static f => f.Text()))}]";

    private static readonly (string Name, string Short)[] _modes = [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];

    private static string Modes(IEnumerable<Node> modes) => string.Join(',', _modes.Where(m => modes.Any(x => x.Text() == m.Name)).Select(static m => m.Short));
}
