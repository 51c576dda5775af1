using KubeSharp.ApiServer.CustomResources;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Schemas.Structural;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Schemas of custom resources: each value has a type or says that anything goes, and what is said of it makes sense. Pure. Source: Extend the Kubernetes API with CustomResourceDefinitions, structural schemas.</summary>
public static class StructuralSchemaValidation
{
    private static readonly string[] _types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] _structuralOnly = ["type", "additionalProperties", "default", "title", "description", "nullable", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string", "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type"];

    /// <summary>The schema of a version.</summary>
    public static void Check(ObjectNode schema, FieldPath path, FieldErrors errors)
    {
        if (schema.Text("type").Length == 0) { errors.Required(path.Child("type"), "must not be empty at the root"); }
        else if (schema.Text("type") != "object") { errors.Invalid(path.Child("type"), schema["type"], "must be object at the root"); }
        if (schema.IsTrue("nullable")) { errors.Forbidden(path.Child("nullable"), "nullable cannot be true at the root"); }
        var before = errors.Causes.Length;
        CheckMetadata(schema, path, errors);
        CheckNode(schema, path, "", errors);
        // What is not structural cannot be read as such.
        if (errors.Causes.Length > before) { return; }
        var structural = StructuralSchema.OfPart(schema);
        CheckDefaults(structural, path, errors);
        RuleValidation.Check(structural, path, errors);
    }

    private static void CheckMetadata(ObjectNode schema, FieldPath path, FieldErrors errors)
    {
        if (schema.Object("properties")["metadata"] is not ObjectNode metadata) { return; }
        var at = path.Child("properties").Key("metadata");
        if (metadata.Text("type") != "object") { errors.Invalid(at.Child("type"), metadata["type"], "must be object"); }
        if (metadata.Object("properties").Any(static p => p.Key is not ("name" or "generateName"))) { errors.Forbidden(at, "must not specify anything other than name and generateName, but metadata is implicitly specified"); }
    }

    // missing: what to say where there is no type; empty: the root, whose type is checked.
    private static void CheckNode(ObjectNode schema, FieldPath path, string missing, FieldErrors errors)
    {
        CheckType(schema, path, missing, errors);
        CheckForbidden(schema, path, errors);
        CheckTopology(schema, path, errors);
        CheckValue(schema, path, errors);
        foreach (var (name, property) in schema.Object("properties").Fields)
        {
            if (property is ObjectNode child) { CheckNode(child, path.Child("properties").Key(name), "must not be empty for specified object fields", errors); }
        }
        if (schema["items"] is ObjectNode items) { CheckNode(items, path.Child("items"), "must not be empty for specified array items", errors); }
        if (schema["additionalProperties"] is ObjectNode values) { CheckNode(values, path.Child("additionalProperties"), "must not be empty for specified object fields", errors); }
        CheckParts(schema, schema, path, errors);
    }

    private static void CheckType(ObjectNode schema, FieldPath path, string missing, FieldErrors errors)
    {
        var type = schema.Text("type");
        var (isIntOrString, preserves, isEmbedded) = (schema.IsTrue("x-kubernetes-int-or-string"), schema.IsTrue("x-kubernetes-preserve-unknown-fields"), schema.IsTrue("x-kubernetes-embedded-resource"));
        if (type.Length > 0 && !_types.Contains(type)) { errors.NotSupported(path.Child("type"), type, _types); }
        if (isIntOrString && type.Length > 0) { errors.Invalid(path.Child("type"), type, "must be empty if x-kubernetes-int-or-string is true"); }
        if (isIntOrString && preserves) { errors.Invalid(path.Child("x-kubernetes-preserve-unknown-fields"), true, "must be false if x-kubernetes-int-or-string is true"); }
        if (isEmbedded && type != "object") { errors.Invalid(path.Child("type"), type, "must be object if x-kubernetes-embedded-resource is true"); }
        if (isEmbedded && !preserves && schema.Object("properties").Count == 0) { errors.Required(path.Child("properties"), "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"); }
        if (preserves && type is not ("" or "object")) { errors.Invalid(path.Child("type"), type, "must be object if x-kubernetes-preserve-unknown-fields is true"); }
        if (type.Length == 0 && missing.Length > 0 && !isIntOrString && !preserves) { errors.Required(path.Child("type"), missing); }
        if (schema["x-kubernetes-preserve-unknown-fields"] is BooleanNode { Value: false }) { errors.Invalid(path.Child("x-kubernetes-preserve-unknown-fields"), false, "must be true or undefined"); }
        if (type == "array" && !schema.Has("items")) { errors.Required(path.Child("items"), "must be specified"); }
        if (schema["items"] is ArrayNode) { errors.Forbidden(path.Child("items"), "items must be a schema object and not an array"); }
    }

    private static void CheckForbidden(ObjectNode schema, FieldPath path, FieldErrors errors)
    {
        if (schema.Has("$ref")) { errors.Forbidden(path.Child("$ref"), "$ref is not supported"); }
        if (schema.IsTrue("uniqueItems")) { errors.Forbidden(path.Child("uniqueItems"), "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"); }
        if (schema["additionalProperties"] is BooleanNode { Value: false }) { errors.Forbidden(path.Child("additionalProperties"), "additionalProperties cannot be set to false"); }
        if (schema.Object("properties").Count > 0 && schema.Has("additionalProperties") && schema["additionalProperties"] is not BooleanNode { Value: true }) { errors.Forbidden(path.Child("additionalProperties"), "additionalProperties and properties are mutual exclusive"); }
        foreach (var field in (ReadOnlySpan<string>)["definitions", "dependencies", "id", "patternProperties", "additionalItems"])
        {
            if (schema.Has(field)) { errors.Forbidden(path.Child(field), $"{field} is not supported"); }
        }
    }

    private static void CheckTopology(ObjectNode schema, FieldPath path, FieldErrors errors)
    {
        var (type, list, keys) = (schema.Text("type"), schema.Text("x-kubernetes-list-type"), schema.Items("x-kubernetes-list-map-keys"));
        if (schema.Has("x-kubernetes-list-type"))
        {
            if (type != "array") { errors.Invalid(path.Child("type"), type, "must be array if x-kubernetes-list-type is specified"); }
            if (list is not ("atomic" or "set" or "map")) { errors.NotSupported(path.Child("x-kubernetes-list-type"), list, "atomic", "map", "set"); }
        }
        if (list == "set" && schema["items"] is ObjectNode item && item.Text("type") is "object" or "array" && Atomic(schema.Object("items")) is { } wanted)
        {
            errors.Invalid(path.Child("items").Child(wanted.Field), schema.Object("items")[wanted.Field], wanted.Rule);
        }
        if (list == "map") { CheckKeys(schema, keys, path, errors); }
        else if (keys.Count > 0) { errors.Invalid(path.Child("x-kubernetes-list-type"), schema["x-kubernetes-list-type"], "must be map if x-kubernetes-list-map-keys is non-empty"); }
        if (!schema.Has("x-kubernetes-map-type")) { return; }
        if (type != "object") { errors.Invalid(path.Child("type"), type, "must be object if x-kubernetes-map-type is specified"); }
        if (schema.Text("x-kubernetes-map-type") is var map and not ("atomic" or "granular")) { errors.NotSupported(path.Child("x-kubernetes-map-type"), map, "atomic", "granular"); }
    }

    private static (string Field, string Rule)? Atomic(ObjectNode item) => item.Text("type") == "object"
        ? item.Text("x-kubernetes-map-type") == "atomic" ? null : ("x-kubernetes-map-type", "must be atomic as item of a list with x-kubernetes-list-type=set")
        : item.Text("x-kubernetes-list-type") is "" or "atomic" ? null : ("x-kubernetes-list-type", "must be atomic as item of a list with x-kubernetes-list-type=set");

    private static void CheckKeys(ObjectNode schema, ArrayNode keys, FieldPath path, FieldErrors errors)
    {
        var item = schema.Object("items");
        if (keys.Count == 0) { errors.Required(path.Child("x-kubernetes-list-map-keys"), "must not be empty if x-kubernetes-list-type is map"); }
        if (item.Text("type") != "object") { errors.Invalid(path.Child("items").Child("type"), item["type"], "must be object if parent array's x-kubernetes-list-type is map"); }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < keys.Count; i++)
        {
            var (key, at) = ((keys[i] as StringNode)?.Value ?? "", path.Child("x-kubernetes-list-map-keys").Index(i));
            if (!seen.Add(key)) { errors.Duplicate(at, key); }
            if (item.Object("properties")[key] is not ObjectNode property) { errors.Invalid(at, key, "entries must all be names of item properties"); continue; }
            if (property.Text("type") is "object" or "array") { errors.Invalid(path.Child("items").Child("properties").Key(key).Child("type"), property["type"], "must be a scalar type if parent array's x-kubernetes-list-type is map"); }
            if (property.IsTrue("nullable")) { errors.Forbidden(path.Child("items").Child("properties").Key(key).Child("nullable"), "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"); }
            if (!property.Has("default") && !item.Texts("required").Contains(key)) { errors.Required(path.Child("items").Child("properties").Key(key).Child("default"), "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"); }
        }
    }

    private static void CheckValue(ObjectNode schema, FieldPath path, FieldErrors errors)
    {
        if (schema.Text("pattern") is { Length: > 0 } pattern && !Re2.TryCompile(pattern, out _, out var wrong)) { errors.Invalid(path.Child("pattern"), pattern, $"must be a valid regular expression, but isn't: {wrong}"); }
        if (schema["enum"] is ArrayNode { Count: > 0 } allowed && allowed.ToHashSet().Count < allowed.Count) { errors.Duplicate(path.Child("enum"), allowed.GroupBy(static a => a).First(static g => g.Count() > 1).Key); }
    }

    // Parts of allOf and its like constrain values; what values there are is said outside of them.
    private static void CheckParts(ObjectNode owner, ObjectNode schema, FieldPath path, FieldErrors errors)
    {
        foreach (var junctor in (ReadOnlySpan<string>)["allOf", "anyOf", "oneOf"])
        {
            var parts = schema.Items(junctor);
            for (var i = 0; i < parts.Count; i++)
            {
                if (parts[i] is ObjectNode part) { CheckPart(owner, part, path.Child(junctor).Index(i), errors); }
            }
        }
        if (schema["not"] is ObjectNode not) { CheckPart(owner, not, path.Child("not"), errors); }
    }

    private static void CheckPart(ObjectNode owner, ObjectNode part, FieldPath path, FieldErrors errors)
    {
        foreach (var field in _structuralOnly)
        {
            // Compat: the types of an integer or text may be said here.
            if (field == "type" && owner.IsTrue("x-kubernetes-int-or-string") && part.Text("type") is "integer" or "string") { continue; }
            if (part.Has(field)) { errors.Forbidden(path.Child(field), "must be empty to be structural"); }
        }
        foreach (var (name, property) in part.Object("properties").Fields)
        {
            if (property is not ObjectNode below) { continue; }
            if (owner.Object("properties")[name] is ObjectNode outside) { CheckPart(outside, below, path.Child("properties").Key(name), errors); }
            else if (owner["additionalProperties"] is ObjectNode values) { CheckPart(values, below, path.Child("properties").Key(name), errors); }
            else if (!owner.IsTrue("x-kubernetes-preserve-unknown-fields")) { errors.Required(path.Child("properties").Key(name), "must be specified outside of allOf, anyOf, oneOf and not too"); }
        }
        if (part["items"] is ObjectNode items && owner["items"] is ObjectNode outsideItems) { CheckPart(outsideItems, items, path.Child("items"), errors); }
        CheckParts(owner, part, path, errors);
    }

    private static void CheckDefaults(StructuralSchema schema, FieldPath path, FieldErrors errors)
    {
        if (!schema.HasDefaults) { return; }
        if (schema.Default is { } given)
        {
            var at = path.Child("default");
            if (given is ObjectNode fields && schema.Properties.Count > 0)
            {
                new Pruning(CustomResourceVersion.Metadata, field => errors.Invalid(at, given, $"must not have unknown fields: {field}")).Prune(fields, schema);
            }
            new ValueValidation(errors).Validate(at.ToString(), StructuralDefaults.FillValue(given, schema), null, schema);
        }
        foreach (var (name, property) in schema.Properties) { CheckDefaults(property, path.Child("properties").Key(name), errors); }
        if (schema.Items is { } items) { CheckDefaults(items, path.Child("items"), errors); }
        if (schema.AdditionalProperties is { } values) { CheckDefaults(values, path.Child("additionalProperties"), errors); }
    }
}
