using System.Globalization;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry;

/// <summary>What holds for the metadata of every kind. Pure. Source: API Concepts; Object Names and IDs.</summary>
public static class Metadata
{
    private const int AnnotationsBytesMax = 256 * 1024;
    private const int GeneratedSuffixLength = 5;
    private const int GeneratedPrefixMax = 63 - GeneratedSuffixLength;
    // As upstream: no vowels, so that no words come about.
    private const string SuffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>The object with the metadata of a new one.</summary>
    public static ObjectNode ForCreate(ObjectNode value, string ns, string uid, DateTimeOffset now, bool hasGeneration)
    {
        var metadata = (value["metadata"] as ObjectNode ?? ObjectNode.Empty)
            .Remove("selfLink").Remove("deletionTimestamp").Remove("deletionGracePeriodSeconds")
            .Set("uid", uid).Set("creationTimestamp", Time(now));
        if (hasGeneration) { metadata = metadata.Set("generation", 1); }
        metadata = ns.Length > 0 ? metadata.Set("namespace", ns) : metadata.Remove("namespace");
        return value.Set("metadata", metadata);
    }

    /// <summary>
    /// The changed object with what nobody may change taken from the old one. Compat: a link to itself that is sent is never stored, but a dry run, which
    /// stores nothing, shows it; pinned by UpdateOrderTests.
    /// </summary>
    public static ObjectNode ForUpdate(ObjectNode value, ObjectNode old, bool dryRun)
    {
        var metadata = value["metadata"] as ObjectNode ?? ObjectNode.Empty;
        if (!dryRun) { metadata = metadata.Remove("selfLink"); }
        var before = old["metadata"] as ObjectNode ?? ObjectNode.Empty;
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "resourceVersion"])
        {
            // A deletion that was not asked for may not be said, and who it is and its grace period not be changed: ValidateChange tells it.
            if ((name is "uid" or "deletionGracePeriodSeconds" || (name == "deletionTimestamp" && before[name] is null)) && metadata[name] is not (null or NullNode or StringNode { Value.Length: 0 })) { continue; }
            metadata = before[name] is { } kept ? metadata.Set(name, kept) : metadata.Remove(name);
        }
        if (metadata["managedFields"] is null && before["managedFields"] is { } fields) { metadata = metadata.Set("managedFields", fields); }
        return value.Set("metadata", metadata);
    }

    /// <summary>A name made of the prefix and five letters.</summary>
    public static string Generate(string prefix, Random random)
    {
        var stem = prefix.Length > GeneratedPrefixMax ? prefix[..GeneratedPrefixMax] : prefix;
        return stem + new string(random.GetItems<char>(SuffixAlphabet, GeneratedSuffixLength));
    }

    /// <summary>RFC 3339 in whole seconds.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>Finds what is wrong with that of a new object of the kind.</summary>
    public static void Validate(ObjectNode value, KindRules rules, FieldErrors errors)
    {
        ValidateNew(value, rules.NameRule, !Unchecked.IsPrefixFree(rules.Resource), errors);
        if (!rules.TakesAnyFinalizer) { ValidateKnown(value, errors); }
    }

    /// <summary>Finds what is wrong with that of a new object whose name follows the rule and whose finalizers are known ones or have a domain.</summary>
    public static void Validate(ObjectNode value, NameRule rule, FieldErrors errors)
    {
        ValidateNew(value, rule, isPrefixChecked: true, errors);
        ValidateKnown(value, errors);
    }

    /// <summary>Finds what is wrong with that of a changed object of a kind.</summary>
    public static void ValidateChange(ObjectNode value, ObjectNode old, bool isAnyFinalizer, FieldErrors errors)
    {
        var (metadata, before, path) = (value.Object("metadata"), old.Object("metadata"), FieldPath.Of("metadata"));
        if (before.Has("deletionTimestamp"))
        {
            var added = metadata.Texts("finalizers").Except(before.Texts("finalizers")).Order(StringComparer.Ordinal).ToArray();
            if (added.Length > 0) { errors.Forbidden(path.Child("finalizers"), $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(static a => $"\"{a}\""))}}}"); }
        }
        foreach (var name in (ReadOnlySpan<string>)["uid", "deletionTimestamp", "deletionGracePeriodSeconds"])
        {
            if (metadata[name] is { } now && !now.Equals(before[name])) { errors.Invalid(path.Child(name), now, Immutability.Rule); }
        }
        ValidateDescribing(metadata, path, errors);
        if (!isAnyFinalizer) { ValidateKnown(value, errors); }
    }

    /// <summary>Finds what is wrong with that of any object, whatever its kind: of a new one when nothing else is, of a changed one before all else.</summary>
    public static void ValidateCommon(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        ValidateNew(value, NameRule.PathSegment, isPrefixChecked: true, errors);
        if (old is not null) { ValidateChange(value, old, isAnyFinalizer: true, errors); }
    }

    private static void ValidateNew(ObjectNode value, NameRule rule, bool isPrefixChecked, FieldErrors errors)
    {
        var (metadata, path) = (value.Object("metadata"), FieldPath.Of("metadata"));
        var name = metadata.Text("name");
        // What a name begins with is checked as a name that goes on.
        if (isPrefixChecked && metadata.Text("generateName") is { Length: > 0 } prefix) { Names.Check(PrefixError(prefix, rule), path.Child("generateName"), prefix, errors); }
        if (name.Length == 0) { errors.Required(path.Child("name"), "name or generateName is required"); }
        else { Names.Check(NameError(name, rule), path.Child("name"), name, errors); }
        if (metadata.Text("namespace") is { Length: > 0 } ns && !LabelNames.IsDnsLabel(ns)) { errors.Invalid(path.Child("namespace"), ns, LabelNames.DnsLabelRule); }
        if (metadata.Number("generation") is { } generation and < 0) { errors.Invalid(path.Child("generation"), generation, "must be greater than or equal to 0"); }
        ValidateDescribing(metadata, path, errors);
        var finalizers = metadata.Items("finalizers");
        // Compat: which of them it is, is not told.
        foreach (var finalizer in metadata.Texts("finalizers")) { Names.Check(Names.Qualified(finalizer), path.Child("finalizers"), finalizer, errors); }
        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion")) { errors.Invalid(path.Child("finalizers"), finalizers, "finalizer orphan and foregroundDeletion cannot be both set"); }
    }

    private static void ValidateDescribing(ObjectNode metadata, FieldPath path, FieldErrors errors)
    {
        foreach (var (key, label) in metadata.Object("labels").Fields) { ValidateLabel(path.Child("labels"), key, label, errors); }
        ValidateAnnotations(metadata.Object("annotations"), path.Child("annotations"), errors);
        ValidateOwners(metadata.Items("ownerReferences"), path.Child("ownerReferences"), errors);
    }

    private static void ValidateKnown(ObjectNode value, FieldErrors errors)
    {
        var (finalizers, path) = (value.Object("metadata").Items("finalizers"), FieldPath.Of("metadata").Child("finalizers"));
        for (var i = 0; i < finalizers.Count; i++) { ValidateKnown(finalizers[i], path.Index(i), errors); }
    }

    private static void ValidateKnown(Node finalizer, FieldPath path, FieldErrors errors)
    {
        if (finalizer is StringNode { Value: var name } && !name.Contains('/', StringComparison.Ordinal) && name is not ("orphan" or "foregroundDeletion" or "kubernetes")) { errors.Invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified"); }
    }

    /// <summary>A map of labels at the path.</summary>
    public static void ValidateLabel(FieldPath path, string key, Node label, FieldErrors errors)
    {
        Names.Check(Names.Qualified(key), path, key, errors);
        if (label is StringNode text) { Names.Check(Names.LabelValue(text.Value), path, label, errors); }
    }

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? NameError(string name, NameRule rule) => rule switch
    {
        NameRule.DnsLabel => Names.DnsLabel(name),
        NameRule.Dns1035Label => Names.Dns1035Label(name),
        NameRule.PathSegment or NameRule.WholePathSegment => name is "." or ".." ? $"may not be '{name}'" : name.Contains('/', StringComparison.Ordinal) ? "may not contain '/'" : name.Contains('%', StringComparison.Ordinal) ? "may not contain '%'" : null,
        _ => Names.Subdomain(name),
    };

    // What a name begins with: a last hyphen is not its end, and to be a part of a path it need not be one yet.
    private static string? PrefixError(string prefix, NameRule rule) =>
        NameError(rule == NameRule.PathSegment ? prefix + "a" : prefix is [.., _, '-'] ? prefix[..^1] + "a" : prefix, rule);

    private static void ValidateAnnotations(ObjectNode annotations, FieldPath path, FieldErrors errors)
    {
        var size = 0;
        foreach (var (key, value) in annotations)
        {
            Names.Check(Names.Qualified(key.ToLowerInvariant()), path, key, errors);
            size += key.Length + ((value as StringNode)?.Value.Length ?? 0);
        }
        if (size > AnnotationsBytesMax) { errors.TooLong(path, AnnotationsBytesMax); }
    }

    /// <summary>A namespace's own finalizers: known ones, or with a domain. Compat: which of them it is, is not told.</summary>
    public static void ValidateFinalizers(ArrayNode finalizers, FieldPath path, FieldErrors errors)
    {
        foreach (var finalizer in finalizers)
        {
            if (finalizer is not StringNode text) { continue; }
            Names.Check(Names.Qualified(text.Value), path, text, errors);
            ValidateKnown(text, path, errors);
        }
    }

    private static void ValidateOwners(ArrayNode owners, FieldPath path, FieldErrors errors)
    {
        string? controller = null;
        for (var i = 0; i < owners.Count; i++)
        {
            foreach (var field in (ReadOnlySpan<string>)["apiVersion", "kind", "name", "uid"])
            {
                // Compat: which of the owners it is, is not told.
                if (owners[i].TextAt(field) is null or "" || (field == "apiVersion" && owners[i].Text(field).Split('/') is not ([{ Length: > 0 }] or [_, { Length: > 0 }]))) { errors.Invalid(path.Child(field), owners[i].Text(field), field == "apiVersion" ? "version must not be empty" : "must not be empty"); }
            }
            if (owners[i] is ObjectNode owner && owner.Text("apiVersion") == "v1" && owner.Text("kind") == "Event") { errors.Invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner"); }
            if (owners[i].At("controller") is not BooleanNode { Value: true }) { continue; }
            var name = $"{owners[i].TextAt("kind")}/{owners[i].TextAt("name")}";
            if (controller is not null) { errors.Invalid(path, owners, $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {name}"); }
            else { controller = name; }
        }
    }
}
