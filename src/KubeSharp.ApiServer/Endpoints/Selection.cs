using KubeSharp.Api;
using KubeSharp.ApiServer.Endpoints.Conversions;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Which objects of a resource a request means: namespace, label selector, field selector.</summary>
public sealed class Selection
{
    private readonly (int Index, FieldTerm Term)[] _terms;
    private readonly IndexTerm[] _indexed;
    private readonly string? _name;
    private readonly ResourceDefinition _definition;

    /// <summary>Reads the selectors of the request.</summary>
    /// <exception cref="StatusException">400: one cannot be read, or names a field that is none of the kind's.</exception>
    public Selection(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        _definition = definition;
        Namespace = definition.IsNamespaced ? scope.Info.Namespace : "";
        try
        {
            Labels = LabelSelector.Parse(scope.Query("labelSelector"));
            Fields = FieldSelector.Parse(scope.Query("fieldSelector"));
            // The old paths of watches may name one object.
            if (scope.Info.Verb == "watch" && scope.Info.Name is { Length: > 0 } name) { Fields = Fields.And("metadata.name", name); }
        }
        catch (FormatException e) { throw StatusException.BadRequest(e.Message, e); }
        Key = $"{Namespace}\n{scope.Query("labelSelector")}\n{scope.Query("fieldSelector")}";
        var known = definition.Rules.SelectableFields;
        var rename = KindConversions.Of(version)?.StorageField;
        _terms = [.. Fields.Terms.Select(term => (Find(known, rename is null ? term.Field : rename(term.Field)), term))];
        _name = Fields.Required("metadata.name");
        foreach (var (index, term) in _terms)
        {
            // Compat: kinds that select by no field of their own say which are left.
            if (index == Unknown && known.IsEmpty && rename is null) { throw StatusException.BadRequest($"\"{term.Field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""); }
            if (index == Unknown) { throw StatusException.BadRequest($"Unable to find \"{version.GroupVersion}, Resource={version.Plural}\" that match label selector \"{Labels}\", field selector \"{scope.Query("fieldSelector")}\": field label not supported: {term.Field}"); }
        }
        _indexed = [.. _terms.Where(t => t.Index >= 0 && !t.Term.IsNegated && known[t.Index].IsIndexed).Select(static t => IndexTerm.OfField(t.Index, t.Term.Value)),
            .. Labels.Requirements.Where(static r => r is { Operator: "In", Values: [_] }).Select(static r => IndexTerm.OfLabel(r.Key, r.Values[0]))];
    }

    private const int Unknown = -3;

    /// <summary>The namespace; empty: all.</summary>
    public string Namespace { get; }
    /// <summary>The label selector.</summary>
    public LabelSelector Labels { get; }
    /// <summary>The field selector.</summary>
    public FieldSelector Fields { get; }
    /// <summary>An indexed field narrows it down.</summary>
    public bool IsByIndexedField => _indexed is [{ Field: not IndexTerm.LabelField }, ..];
    /// <summary>The same text for the same objects.</summary>
    public string Key { get; }
    /// <summary>One object is meant, by its name.</summary>
    public bool IsOfOne => _name is not null;
    /// <summary>All objects of the namespace are meant.</summary>
    public bool IsEverything => Labels.IsEverything && _terms.Length == 0;

    /// <summary>The objects meant, in order, as the definition handles them.</summary>
    public async ValueTask<IEnumerable<CachedObject>> FromAsync(CacheSnapshot snapshot, CancellationToken cancellation)
    {
        if (_definition.StoredForm is null) { return From(snapshot); }
        IReadOnlyList<CachedObject> stored = _name is not null && Namespace.Length > 0 ? snapshot.Get(Namespace, _name) is { } one ? [one] : [] : [.. snapshot.All(Namespace)];
        var read = await _definition.ReadAsync(stored, cancellation).ConfigureAwait(false);
        return IsEverything ? read : read.Where(Matches);
    }

    private IEnumerable<CachedObject> From(CacheSnapshot snapshot)
    {
        if (_name is not null && Namespace.Length > 0) { return snapshot.Get(Namespace, _name) is { } one && Matches(one) ? [one] : []; }
        if (IsEverything) { return snapshot.All(Namespace); }
        return (Narrowest(snapshot) is { } term ? snapshot.By(term) : snapshot.All(Namespace)).Where(Matches);
    }

    // The term by which fewest are found; null: the namespace holds fewer.
    private IndexTerm? Narrowest(CacheSnapshot snapshot)
    {
        var (found, fewest) = ((IndexTerm?)null, snapshot.CountOf(Namespace));
        foreach (var term in _indexed)
        {
            if (snapshot.CountOf(term) is var count && count < fewest) { (found, fewest) = (term, count); }
        }
        return found;
    }

    /// <summary>How many objects are looked at to find those that are meant.</summary>
    public int Looked(CacheSnapshot snapshot)
    {
        if (_name is not null && Namespace.Length > 0) { return 1; }
        return Narrowest(snapshot) is { } term ? snapshot.CountOf(term) : snapshot.CountOf(Namespace);
    }

    /// <summary>Whether the object is meant.</summary>
    public bool Matches(CachedObject value)
    {
        if (Namespace.Length > 0 && value.Namespace != Namespace) { return false; }
        foreach (var (index, term) in _terms)
        {
            var actual = index switch { -1 => value.Name, -2 => value.Namespace, _ => value.Fields[index] };
            if ((actual == term.Value) == term.IsNegated) { return false; }
        }
        return Labels.Matches(value.Labels);
    }

    private static int Find(IReadOnlyList<SelectableField> known, string field)
    {
        if (field == "metadata.name") { return -1; }
        if (field == "metadata.namespace") { return -2; }
        for (var i = 0; i < known.Count; i++)
        {
            if (known[i].Name == field) { return i; }
        }
        return Unknown;
    }
}
