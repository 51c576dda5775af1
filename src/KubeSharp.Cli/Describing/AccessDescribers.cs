using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Describing;

/// <summary>kubectl describe of roles, bindings, priority classes, disruption budgets.</summary>
internal static class AccessDescribers
{
    /// <summary>Describes a role or cluster role.</summary>
    public static Task RoleAsync(DescribeContext context)
    {
        var (sheet, r) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(r, withNamespace: false);
        sheet.Line(0, "PolicyRule:").Line(1, "Resources\tNon-Resource URLs\tResource Names\tVerbs").Line(1, "---------\t-----------------\t--------------\t-----");
        // Compat: in the order of the rules' text, verbs first.
        static string Key(string group, string resource, string urls, string names, string verbs) => $"{verbs},[{group}],[{resource}],{names},{urls}";
        var lines = new List<(string Key, string Resource, string Urls, string Names, string Verbs)>();
        foreach (var rule in r.Items("rules"))
        {
            var (urls, names, verbs) = (List(rule, "nonResourceURLs"), List(rule, "resourceNames"), List(rule, "verbs"));
            var groups = rule.Items("apiGroups").Select(static g => g.Text()).ToArray();
            var resources = rule.Items("resources").SelectMany(x => groups.Select(g => (Group: g, Plain: x.Text()))).ToArray();
            foreach (var (group, plain) in resources.Length > 0 ? resources : [("", "")]) { lines.Add((Key(group, plain, urls, names, verbs), Name(plain, group), urls, names, verbs)); }
        }
        foreach (var line in lines.OrderBy(static l => l.Key, StringComparer.Ordinal)) { sheet.Line(1, $"{line.Resource}\t{line.Urls}\t{line.Names}\t{line.Verbs}"); }
        return Task.CompletedTask;
    }

    private static string Name(string resource, string group)
    {
        if (group.Length == 0) { return resource; }
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? $"{resource}.{group}" : $"{resource[..slash]}.{group}{resource[slash..]}";
    }

    private static string List(Node rule, string field) => $"[{string.Join(' ', rule.Items(field).Select(static v => v.Text()))}]";

    /// <summary>Describes a binding.</summary>
    public static Task BindingAsync(DescribeContext context)
    {
        var (sheet, b) = (context.Sheet, (Node)context.Object);
        sheet.Metadata(b, withNamespace: false);
        sheet.Line(0, "Role:").Field(1, "Kind", b.Text("roleRef", "kind")).Field(1, "Name", b.Text("roleRef", "name"));
        sheet.Line(0, "Subjects:").Line(1, "Kind\tName\tNamespace").Line(1, "----\t----\t---------");
        foreach (var subject in b.Items("subjects")) { sheet.Line(1, $"{subject.Text("kind")}\t{subject.Text("name")}\t{subject.Text("namespace")}"); }
        return Task.CompletedTask;
    }

    /// <summary>Describes a priority class.</summary>
    public static async Task PriorityAsync(DescribeContext context)
    {
        var (sheet, p) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Value", p.Number("value")).Field(0, "GlobalDefault", p.At("globalDefault") is BooleanNode { Value: true } ? "true" : "false")
            .Field(0, "PreemptionPolicy", p.Text("preemptionPolicy")).Field(0, "Description", p.Text("description"));
        sheet.Field(0, "Annotations", p.At("metadata", "annotations") is ObjectNode { Count: > 0 } a ? Resources.Labels.Pairs(a) : DescribeParts.None);
        await context.EventsAsync();
    }

    /// <summary>Describes a disruption budget.</summary>
    public static async Task BudgetAsync(DescribeContext context)
    {
        var (sheet, b) = (context.Sheet, (Node)context.Object);
        sheet.Field(0, "Name", context.Item.Name).Field(0, "Namespace", context.Item.Namespace);
        if (b.At("spec", "minAvailable") is { } least) { sheet.Field(0, "Min available", least.Text()); }
        else if (b.At("spec", "maxUnavailable") is { } most) { sheet.Field(0, "Max unavailable", most.Text()); }
        sheet.Field(0, "Selector", b.At("spec", "selector") is { } selector ? DescribeParts.Selector(selector) : "<unset>");
        sheet.Line(0, "Status:").Field(2, "Allowed disruptions", b.Number("status", "disruptionsAllowed")).Field(2, "Current", b.Number("status", "currentHealthy")).Field(2, "Desired", b.Number("status", "desiredHealthy")).Field(2, "Total", b.Number("status", "expectedPods"));
        await context.EventsAsync();
    }
}
