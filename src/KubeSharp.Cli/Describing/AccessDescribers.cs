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
        // Compat: a line for each resource (with a name) of all rules together, and for each verb of an address; in the order of the rules' text, verbs first.
        var lines = new List<(string Group, string Resource, string Url, string Name, List<string> Verbs)>();
        foreach (var rule in r.Items("rules"))
        {
            string[] names = rule.Items("resourceNames").Any() ? [.. rule.Items("resourceNames").Select(static n => n.Text())] : [""];
            foreach (var (group, resource, verb, name) in from g in rule.Items("apiGroups") from x in rule.Items("resources") from v in rule.Items("verbs") from n in names select (g.Text(), x.Text(), v.Text(), n))
            {
                var line = lines.Find(l => l.Url.Length == 0 && l.Group == group && l.Resource == resource && l.Name == name);
                if (line.Verbs is null) { lines.Add((group, resource, "", name, [verb])); }
                else if (!line.Verbs.Contains(verb)) { line.Verbs.Add(verb); }
            }
            lines.AddRange(from u in rule.Items("nonResourceURLs") from v in rule.Items("verbs") select ("", "", u.Text(), "", new List<string> { v.Text() }));
        }
        foreach (var (group, resource, url, name, verbs) in lines.OrderBy(static l => $"[{string.Join(' ', l.Verbs)}],[{l.Group}],[{l.Resource}],[{l.Name}],[{l.Url}]", StringComparer.Ordinal))
        {
            sheet.Line(1, $"{Name(resource, group)}\t[{url}]\t[{name}]\t[{string.Join(' ', verbs)}]");
        }
        return Task.CompletedTask;
    }

    private static string Name(string resource, string group)
    {
        if (group.Length == 0) { return resource; }
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? $"{resource}.{group}" : $"{resource[..slash]}.{group}{resource[slash..]}";
    }

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
