using System.Collections.Immutable;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl api-resources, api-versions.</summary>
internal static class ApiResourcesCommand
{
    /// <summary>api-resources</summary>
    public static Command ApiResources { get; } = new("api-resources", "List the server's resources", "[flags]", RunAsync) { };

    /// <summary>api-versions</summary>
    public static Command ApiVersions { get; } = new("api-versions", "List the server's API versions", "", VersionsAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        if (context.Arguments.Count > 0) { throw CliException.Usage($"unexpected arguments: [{string.Join(' ', context.Arguments)}]"); }
        var output = flags.Text("output");
        if (output is not ("" or "wide" or "name" or "json" or "yaml" or "kyaml") || (output.Length > 0 && output == flags.FormatOff)) { throw ObjectPrinter.Unmatched(output, "json,kyaml,name,wide,yaml", flags); }
        var mapper = await context.MapperAsync();
        var all = flags.Bool("cached") ? await mapper.AllAsync(context.Cancellation) : await mapper.FreshAsync(context.Cancellation);
        var seen = new HashSet<(string, string)>();
        var preferred = all.Where(r => seen.Add((r.Group, r.Plural)));
        var shown = preferred.Where(r => r.Verbs.Length > 0
            && (!flags.IsSet("namespaced") || r.IsNamespaced == flags.Bool("namespaced"))
            && (!flags.IsSet("api-group") || r.Group == flags.Text("api-group"))
            && flags.List("verbs").All(r.Verbs.Contains) && flags.List("categories").All(r.Categories.Contains));
        if (flags.Text("sort-by") is not ("" or "name" or "kind")) { throw new CliException("--sort-by accepts only name or kind"); }
        var sorted = flags.Text("sort-by") switch
        {
            "name" => shown.OrderBy(static r => r.Plural, StringComparer.Ordinal),
            "kind" => shown.OrderBy(static r => r.Kind, StringComparer.Ordinal),
            _ => shown.OrderBy(static r => r.Group, StringComparer.Ordinal).ThenBy(static r => r.Plural, StringComparer.Ordinal),
        };
        if (output == "name")
        {
            foreach (var r in sorted) { context.Out.WriteLine(r.Qualified); }
            return 0;
        }
        if (output is "json" or "yaml" or "kyaml") { return Whole(context, output, sorted); }
        var table = new TextTable();
        if (!flags.Bool("no-headers")) { table.Add(["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND", .. output == "wide" ? new[] { "VERBS", "CATEGORIES" } : []]); }
        foreach (var r in sorted)
        {
            table.Add([r.Plural, string.Join(',', r.ShortNames), r.ApiVersion, r.IsNamespaced ? "true" : "false", r.Kind,
                .. output == "wide" ? new[] { string.Join(',', r.Verbs), string.Join(',', r.Categories) } : []]);
        }
        table.Flush(context.Out);
        return 0;
    }

    private static int Whole(CommandContext context, string output, IEnumerable<ResourceType> types)
    {
        var list = ObjectNode.Of(("kind", "APIResourceList"), ("apiVersion", "v1"), ("groupVersion", ""), ("resources", new ArrayNode([.. types.Select(static t => (Node)ObjectNode.Of(("name", t.Plural), ("singularName", t.Singular),
            ("namespaced", t.IsNamespaced), ("group", t.Group.Length > 0 ? t.Group : null), ("version", t.Version), ("kind", t.Kind), ("verbs", Words(t.Verbs)), ("shortNames", Words(t.ShortNames)), ("categories", Words(t.Categories))))])));
        context.Out.Write(output switch
        {
            "json" => JsonText.Of(list, isSorted: false) + "\n",
            "yaml" => Yaml.Write(FieldOrder.Sorted(list)),
            _ => Kyaml.Of(list),
        });
        return 0;
    }

    private static ArrayNode? Words(ImmutableArray<string> words) => words.IsEmpty ? null : new ArrayNode([.. words.Select(static w => (Node)w)]);

    private static async Task<int> VersionsAsync(CommandContext context)
    {
        if (context.Arguments.Count > 0) { throw CliException.Usage($"unexpected arguments: [{string.Join(' ', context.Arguments)}]"); }
        try
        {
            foreach (var version in (await (await context.MapperAsync()).FreshAsync(context.Cancellation)).Select(static r => r.ApiVersion).Distinct().Order(StringComparer.Ordinal)) { context.Out.WriteLine(version); }
            return 0;
        }
        catch (CliException e) when (e.Unreached.Length > 0) { throw new CliException($"couldn't get available api versions from server: {e.Unreached}") { Unreached = e.Unreached }.After(e.Discoveries); }
    }
}
