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

    /// <summary>The changed object with what nobody may change taken from the old one.</summary>
    public static ObjectNode ForUpdate(ObjectNode value, ObjectNode old)
    {
        var metadata = (value["metadata"] as ObjectNode ?? ObjectNode.Empty).Remove("selfLink");
        var before = old["metadata"] as ObjectNode ?? ObjectNode.Empty;
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "resourceVersion"])
        {
            // That a deletion was asked for may be left out, but not be changed: Validate tells it.
            if (name.StartsWith("deletion", StringComparison.Ordinal) && metadata[name] is not (null or NullNode)) { continue; }
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

    /// <summary>Finds what is wrong with it.</summary>
    public static void Validate(ObjectNode value, ObjectNode? old, KindRules rules, FieldErrors errors)
    {
        var path = FieldPath.Of("metadata");
        if (old is not null) { CheckDeletion(value.Object("metadata"), old.Object("metadata"), path, errors); }
        var name = value.TextAt("metadata", "name") ?? "";
        // What a name begins with is checked as a name that goes on.
        if (value.TextAt("metadata", "generateName") is { Length: > 0 } prefix && !Unchecked.IsPrefixFree(rules.Resource, old is not null)) { Names.Check(NameError(prefix[^1] == '-' ? prefix[..^1] + "a" : prefix, rules.NameRule), path.Child("generateName"), prefix, errors); }
        if (name.Length == 0) { errors.Required(path.Child("name"), "name or generateName is required"); }
        else { Names.Check(NameError(name, rules.NameRule), path.Child("name"), name, errors); }
        if (value.TextAt("metadata", "namespace") is { Length: > 0 } ns && !LabelNames.IsDnsLabel(ns)) { errors.Invalid(path.Child("namespace"), ns, LabelNames.DnsLabelRule); }
        foreach (var (key, label) in value.At("metadata", "labels") as ObjectNode ?? ObjectNode.Empty) { ValidateLabel(path.Child("labels"), key, label, errors); }
        ValidateAnnotations(value.At("metadata", "annotations") as ObjectNode ?? ObjectNode.Empty, path.Child("annotations"), errors);
        ValidateFinalizers(value.At("metadata", "finalizers") as ArrayNode ?? ArrayNode.Empty, path.Child("finalizers"), errors, rules.TakesAnyFinalizer);
        ValidateOwners(value.At("metadata", "ownerReferences") as ArrayNode ?? ArrayNode.Empty, path.Child("ownerReferences"), errors);
    }

    private static void CheckDeletion(ObjectNode metadata, ObjectNode before, FieldPath path, FieldErrors errors)
    {
        foreach (var name in (ReadOnlySpan<string>)["deletionTimestamp", "deletionGracePeriodSeconds"])
        {
            if (metadata[name] is { } value && !value.Equals(before[name])) { errors.Invalid(path.Child(name), value, "field is immutable"); }
        }
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
        NameRule.PathSegment => name is "." or ".." ? $"may not be '{name}'" : name.Contains('/', StringComparison.Ordinal) ? "may not contain '/'" : name.Contains('%', StringComparison.Ordinal) ? "may not contain '%'" : null,
        _ => Names.Subdomain(name),
    };

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

    /// <summary>A list of finalizers at the path: known ones, or with a domain, or any names.</summary>
    public static void ValidateFinalizers(ArrayNode finalizers, FieldPath path, FieldErrors errors, bool isAnyName = false)
    {
        for (var i = 0; i < finalizers.Count; i++)
        {
            if (finalizers[i] is not StringNode text) { continue; }
            if (Names.Qualified(text.Value) is { } wrong) { Names.Check(wrong, path.Index(i), text, errors); }
            else if (!isAnyName && !text.Value.Contains('/', StringComparison.Ordinal) && text.Value is not ("orphan" or "foregroundDeletion" or "kubernetes"))
            {
                errors.Invalid(path.Index(i), text, "name is neither a standard finalizer name nor is it fully qualified");
            }
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
                if (owners[i].TextAt(field) is null or "") { errors.Invalid(path.Child(field), "", field == "apiVersion" ? "version must not be empty" : "must not be empty"); }
            }
            if (owners[i] is ObjectNode owner && owner.Text("apiVersion") == "v1" && owner.Text("kind") == "Event") { errors.Invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner"); }
            if (owners[i].At("controller") is not BooleanNode { Value: true }) { continue; }
            var name = $"{owners[i].TextAt("kind")}/{owners[i].TextAt("name")}";
            if (controller is not null) { errors.Invalid(path, owners, $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {name}"); }
            else { controller = name; }
        }
    }
}
