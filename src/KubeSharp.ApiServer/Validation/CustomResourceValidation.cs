using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>CustomResourceDefinitions. Source: Extend the Kubernetes API with CustomResourceDefinitions.</summary>
public static class CustomResourceValidation
{
    /// <summary>A new or changed definition.</summary>
    public static void Definition(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        var (group, names) = (spec.Text("group"), spec.Object("names"));
        var name = value.TextAt("metadata", "name") ?? "";
        if (name != $"{names.Text("plural")}.{group}") { errors.Invalid(FieldPath.Of("metadata").Child("name"), name, "must be spec.names.plural+\".\"+spec.group"); }
        if (group.Length == 0) { errors.Required(path.Child("group")); }
        else
        {
            Names.Check(Names.Subdomain(group), path.Child("group"), group, errors);
            if (!group.Contains('.', StringComparison.Ordinal)) { errors.Invalid(path.Child("group"), group, "should be a domain with at least one dot"); }
        }
        if (spec.Text("scope") is not ("Cluster" or "Namespaced")) { errors.NotSupported(path.Child("scope"), spec.Text("scope"), "Cluster", "Namespaced"); }
        CheckNames(names, path.Child("names"), errors);
        CheckVersions(spec.Items("versions"), path.Child("versions"), errors);
        var strategy = spec.Object("conversion").Text("strategy");
        if (strategy is not ("None" or "Webhook")) { errors.NotSupported(path.Child("conversion").Child("strategy"), strategy, "None", "Webhook"); }
        if (strategy == "Webhook" && !spec.Object("conversion").Object("webhook").Has("clientConfig")) { errors.Required(path.Child("conversion").Child("webhook").Child("clientConfig"), "required when strategy is set to Webhook"); }
        if (old is null) { return; }
        Immutability.Check(spec, old.Object("spec"), path, errors, "group", "scope");
        Immutability.Check(names, old.Object("spec").Object("names"), path.Child("names"), errors, "plural", "kind");
        var stored = value.Object("status").Items("storedVersions");
        for (var i = 0; i < stored.Count; i++)
        {
            if (stored[i] is StringNode version && !spec.Items("versions").Any(v => v.Text("name") == version.Value)) { errors.Invalid(FieldPath.Of("status").Child("storedVersions").Index(i), version, "missing from spec.versions; versions that were previously a storage version must remain in spec.versions until a storage migration ensures no data remains persisted in that version and removes it from status.storedVersions"); }
        }
    }

    private static void CheckNames(ObjectNode names, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["plural", "singular", "kind", "listKind"])
        {
            var name = names.Text(field);
            if (name.Length == 0) { if (field is "plural" or "kind") { errors.Required(path.Child(field)); } }
            else { Names.Check(Names.Dns1035Label(name.ToLowerInvariant()), path.Child(field), name, errors); }
        }
        if (names.Text("kind").Length > 0 && names.Text("kind") == names.Text("listKind")) { errors.Invalid(path.Child("listKind"), names.Text("listKind"), "kind and listKind may not be the same"); }
        foreach (var list in (ReadOnlySpan<string>)["shortNames", "categories"])
        {
            var items = names.Items(list);
            for (var i = 0; i < items.Count; i++) { Names.Check(Names.Dns1035Label((items[i] as StringNode)?.Value ?? ""), path.Child(list).Index(i), items[i], errors); }
        }
    }

    private static void CheckVersions(ArrayNode versions, FieldPath path, FieldErrors errors)
    {
        if (versions.Count == 0) { errors.Required(path, "must have at least one version"); return; }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var isUnique = true;
        for (var i = 0; i < versions.Count; i++)
        {
            var (version, at) = (versions[i], path.Index(i));
            Names.Check(Names.Dns1035Label(version.Text("name")), at.Child("name"), version.Text("name"), errors);
            isUnique &= seen.Add(version.Text("name"));
            if (!version.Object("schema").Has("openAPIV3Schema")) { errors.Required(at.Child("schema").Child("openAPIV3Schema")); }
            else { CheckSchema(version.Object("schema").Object("openAPIV3Schema"), at.Child("schema").Child("openAPIV3Schema"), errors, isRoot: true); }
        }
        if (!isUnique) { errors.Invalid(path, versions, "must contain unique version names"); }
        if (versions.Count(static v => v.IsTrue("storage")) != 1) { errors.Invalid(path, versions, "must have exactly one version marked as storage version"); }
    }

    // Structural schemas: each value has a type, or says that anything goes.
    private static void CheckSchema(ObjectNode schema, FieldPath path, FieldErrors errors, bool isRoot = false)
    {
        var type = schema.Text("type");
        if (isRoot && type != "object") { if (type.Length == 0) { errors.Required(path.Child("type"), "must not be empty at the root"); } else { errors.Invalid(path.Child("type"), type, "must be object at the root"); } }
        else if (type.Length == 0 && !schema.IsTrue("x-kubernetes-preserve-unknown-fields") && !schema.IsTrue("x-kubernetes-int-or-string")) { errors.Required(path.Child("type"), "must not be empty for specified object fields"); }
        else if (type is not ("" or "object" or "array" or "string" or "integer" or "number" or "boolean")) { errors.NotSupported(path.Child("type"), type, "array", "boolean", "integer", "number", "object", "string"); }
        if (type == "array" && !schema.Has("items")) { errors.Required(path.Child("items"), "must be specified"); }
        if (schema.Object("properties").Count > 0 && schema.Has("additionalProperties")) { errors.Forbidden(path.Child("additionalProperties"), "additionalProperties and properties are mutual exclusive"); }
        foreach (var (name, property) in schema.Object("properties").Fields)
        {
            if (property is ObjectNode child) { CheckSchema(child, path.Child("properties").Key(name), errors); }
        }
        if (schema["items"] is ObjectNode items) { CheckSchema(items, path.Child("items"), errors); }
        if (schema["additionalProperties"] is ObjectNode values) { CheckSchema(values, path.Child("additionalProperties"), errors); }
    }
}
