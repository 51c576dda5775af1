namespace KubeSharp.Cli.Resources;

/// <summary>Reads the words TYPE[,TYPE] [NAME…] and TYPE/NAME… of a command line.</summary>
internal static class WantedReader
{
    // Compat: so often upstream asks for the groups of a server that it cannot reach, and once more for each type of words that are no pairs.
    private const int PairDiscoveries = 4;

    /// <summary>The reads that the words ask for, in order.</summary>
    /// <exception cref="CliException">The words do not fit together, or a type is unknown.</exception>
    public static async Task<IReadOnlyList<Wanted>> ReadAsync(Selection selection, ResourceMapper mapper, bool allowsAllOfType, CancellationToken cancellation)
    {
        var words = selection.Words;
        if (words.Count == 0) { return []; }
        var arePairs = words.Any(static w => w.Contains('/', StringComparison.Ordinal));
        try { return arePairs ? await PairsAsync(selection, mapper, cancellation) : await NamedAsync(selection, mapper, allowsAllOfType, cancellation); }
        catch (CliException e) when (e.Unreached.Length > 0) { throw e.After(PairDiscoveries + (arePairs ? 0 : words[0].Split(',').Length)); }
    }

    private static async Task<IReadOnlyList<Wanted>> NamedAsync(Selection selection, ResourceMapper mapper, bool allowsAllOfType, CancellationToken cancellation)
    {
        var words = selection.Words;
        var types = new List<ResourceType>();
        var areSeveral = words[0].Contains(',', StringComparison.Ordinal);
        foreach (var word in words[0].Split(','))
        {
            if (word.Length == 0) { throw new CliException(words.Count == 1 ? "the server doesn't have a resource type \"\"" : "arguments in resource/name form must have a single resource and name"); }
            var category = selection.IsEverything && word == "all" ? await mapper.EverythingAsync(selection.AllNamespaces, cancellation) : await mapper.CategoryAsync(word, cancellation);
            if (category.IsEmpty) { types.Add(await mapper.FindAsync(word, cancellation)); }
            else { types.AddRange(category); }
        }
        var hasSelector = selection.LabelSelector.Length + selection.FieldSelector.Length > 0;
        if (words.Count > 1)
        {
            if (words.Skip(1).Contains("")) { throw new CliException("resource name may not be empty"); }
            if (selection.LabelSelector.Length > 0 || selection.FieldSelector.Length > 0 || selection.IsAll) { throw new CliException(areSeveral ? "selectors and the all flag cannot be used when passing resource/name arguments" : "name cannot be provided when a selector is specified"); }
            if (!areSeveral && types.Count > 1) { throw new CliException("you must specify only one resource"); }
            return [.. types.SelectMany(t => words.Skip(1).Select(n => new Wanted(t, n)))];
        }
        if (!allowsAllOfType && !hasSelector && !selection.IsAll) { throw new CliException("resource(s) were provided, but no name was specified"); }
        if (selection.Subresource.Length > 0) { throw new CliException("subresource cannot be used when bulk resources are specified"); }
        return [.. types.Distinct().Select(static t => new Wanted(t, ""))];
    }

    private static async Task<IReadOnlyList<Wanted>> PairsAsync(Selection selection, ResourceMapper mapper, CancellationToken cancellation)
    {
        var pairs = new List<(string Type, string Name)>();
        foreach (var word in selection.Words)
        {
            var parts = word.Split('/');
            if (parts.Length == 1)
            {
                throw new CliException("there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'");
            }
            if (parts.Length != 2) { throw new CliException("arguments in resource/name form may not have more than one slash"); }
            if (parts[0].Length == 0 || parts[1].Length == 0 || parts[0].Split(',').Distinct().Count() > 1) { throw new CliException("arguments in resource/name form must have a single resource and name"); }
            pairs.Add((parts[0], parts[1]));
        }
        if (selection.HasSelector) { throw new CliException("selectors and the all flag cannot be used when passing resource/name arguments"); }
        var wanted = new List<Wanted>();
        foreach (var (type, name) in pairs) { wanted.Add(new Wanted(await mapper.FindAsync(type, cancellation), name)); }
        return wanted;
    }
}
