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
        sheet.Field(0, "Finalizers", Finalizers(v)).Field(0, "StorageClass", v.Text("spec", "storageClassName")).Field(0, "Status", v.Text("metadata", "deletionTimestamp").Length > 0 ? "Terminating" : v.Text("status", "phase"));
        sheet.Field(0, "Claim", v.At("spec", "claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : "");
        sheet.Field(0, "Reclaim Policy", v.Text("spec", "persistentVolumeReclaimPolicy")).Field(0, "Access Modes", Modes(v.Items("spec", "accessModes"))).Field(0, "VolumeMode", v.Text("spec", "volumeMode")).Field(0, "Capacity", v.Text("spec", "capacity", "storage"));
        var terms = v.Items("spec", "nodeAffinity", "required", "nodeSelectorTerms").ToArray();
        sheet.Line(0, terms.Length == 0 ? $"Node Affinity:\t{DescribeParts.None}" : "Node Affinity:\t");
        if (terms.Length > 0) { sheet.Line(1, "Required Terms:\t"); }
        for (var i = 0; i < terms.Length; i++)
        {
            var rules = terms[i].Items("matchExpressions").Select(static e => $"{e.Text("key")} {e.Text("operator").ToLowerInvariant()} [{string.Join(", ", e.Items("values").Select(static x => x.Text()))}]").ToArray();
            sheet.Line(2, $"Term {i}:\t{(rules.Length > 0 ? rules[0] : DescribeParts.None)}");
            foreach (var rule in rules.Skip(1)) { sheet.Line(2, $"\t{rule}"); }
        }
        sheet.Field(0, "Message", v.Text("status", "message")).Line(0, "Source:");
        VolumeParts.Describe(sheet, v.At("spec") ?? NullNode.Instance, 2);
        await context.EventsAsync();
    }

    /// <summary>Describes a claim with the pods that use it.</summary>
    public static async Task ClaimAsync(DescribeContext context)
    {
        var (sheet, c) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Namespace", context.Item.Namespace).Field(0, "StorageClass", c.Text("spec", "storageClassName"));
        sheet.Field(0, "Status", c.Text("metadata", "deletionTimestamp").Length > 0 ? "Terminating (lasts <unknown>)" : c.Text("status", "phase")).Field(0, "Volume", c.Text("spec", "volumeName"));
        sheet.Map(0, "Labels", c.At("metadata", "labels"));
        sheet.Annotations(c);
        var isBound = c.Text("spec", "volumeName").Length > 0;
        sheet.Field(0, "Finalizers", Finalizers(c)).Field(0, "Capacity", isBound ? c.Text("status", "capacity", "storage") : "").Field(0, "Access Modes", isBound ? Modes(c.Items("status", "accessModes")) : "").Field(0, "VolumeMode", c.Text("spec", "volumeMode"));
        var users = (await context.ListAsync($"/api/v1/namespaces/{context.Item.Namespace}/pods")).Where(p => p.Items("spec", "volumes").Any(v => v.Text("persistentVolumeClaim", "claimName") == context.Item.Name)).Select(static p => p.Text("metadata", "name")).ToArray();
        sheet.Field(0, "Used By", users.Length > 0 ? users[0] : DescribeParts.None);
        foreach (var user in users.Skip(1)) { sheet.Line(0, $"\t{user}"); }
        await context.EventsAsync();
    }

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
        sheet.Field(0, "ReclaimPolicy", s.Text("reclaimPolicy")).Field(0, "VolumeBindingMode", s.Text("volumeBindingMode"));
        var terms = s.Items("allowedTopologies").ToArray();
        if (terms.Length > 0) { sheet.Line(0, "AllowedTopologies:\t"); }
        for (var i = 0; i < terms.Length; i++)
        {
            var rules = terms[i].Items("matchLabelExpressions").Select(static e => $"{e.Text("key")} in [{string.Join(", ", e.Items("values").Select(static x => x.Text()))}]").ToArray();
            for (var k = 0; k < rules.Length; k++) { sheet.Line(1, $"{(k == 0 ? $"Term {i}:" : "")}\t{rules[k]}"); }
        }
        await context.EventsAsync();
    }

    private static string Finalizers(Node content) => $"[{string.Join(' ', content.Items("metadata", "finalizers").Select(static f => f.Text()))}]";

    private static string Modes(IEnumerable<Node> modes) => string.Join(',', modes.Select(static m => m.Text() switch { "ReadWriteOnce" => "RWO", "ReadOnlyMany" => "ROX", "ReadWriteMany" => "RWX", "ReadWriteOncePod" => "RWOP", var other => other }));
}
