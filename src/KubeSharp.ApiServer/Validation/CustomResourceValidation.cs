using KubeSharp.ApiServer.CustomResources;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>CustomResourceDefinitions. Source: Extend the Kubernetes API with CustomResourceDefinitions.</summary>
public static class CustomResourceValidation
{
    private const string Approved = "api-approved.kubernetes.io";
    private const int SelectableFieldsMax = 8;
    private static readonly string[] _columnTypes = ["boolean", "date", "integer", "number", "string"];
    private static readonly string[] _columnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    /// <summary>A new or changed definition.</summary>
    public static void Definition(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        var (group, names) = (spec.Text("group"), spec.Object("names"));
        var name = value.TextAt("metadata", "name") ?? "";
        if (name != $"{names.Text("plural")}.{group}") { errors.Invalid(FieldPath.Of("metadata").Child("name"), name, "must be spec.names.plural+\".\"+spec.group"); }
        CheckGroup(value, group, path, errors);
        if (spec.Text("scope") is not ("Cluster" or "Namespaced")) { errors.NotSupported(path.Child("scope"), spec.Text("scope"), "Cluster", "Namespaced"); }
        if (spec.IsTrue("preserveUnknownFields")) { errors.Invalid(path.Child("preserveUnknownFields"), true, "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"); }
        CheckVersions(spec.Items("versions"), path.Child("versions"), errors);
        if (old is null || !spec.Items("versions").Equals(old.Object("spec").Items("versions"))) { CheckContent(spec.Items("versions"), path, errors); }
        CheckNames(names, path.Child("names"), errors);
        CheckConversion(spec.Object("conversion"), path.Child("conversion"), errors);
        if (old is null) { return; }
        Immutability.Check(spec, old.Object("spec"), path, errors, "group", "scope");
        Immutability.Check(names, old.Object("spec").Object("names"), path.Child("names"), errors, "plural", "kind");
        CheckStored(value.Object("status").Items("storedVersions"), spec, errors);
    }

    /// <summary>A changed status.</summary>
    public static void Status(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var stored = value.Object("status").Items("storedVersions");
        var storage = value.Object("spec").Items("versions").FirstOrDefault(static v => v.IsTrue("storage")).Text("name");
        if (stored.Count == 0) { errors.Required(FieldPath.Of("status").Child("storedVersions"), "must have at least one stored version"); }
        else if (!stored.Contains(storage)) { errors.Invalid(FieldPath.Of("status").Child("storedVersions"), stored, $"must have the storage version {storage}"); }
        CheckStored(stored, value.Object("spec"), errors);
    }

    private static void CheckStored(ArrayNode stored, ObjectNode spec, FieldErrors errors)
    {
        for (var i = 0; i < stored.Count; i++)
        {
            if (stored[i] is StringNode version && !spec.Items("versions").Any(v => v.Text("name") == version.Value)) { errors.Invalid(FieldPath.Of("status").Child("storedVersions").Index(i), version, "missing from spec.versions; versions that were previously a storage version must remain in spec.versions until a storage migration ensures no data remains persisted in that version and removes it from status.storedVersions"); }
        }
    }

    private static void CheckGroup(ObjectNode value, string group, FieldPath path, FieldErrors errors)
    {
        if (group.Length == 0) { errors.Required(path.Child("group")); return; }
        Names.Check(Names.Subdomain(group), path.Child("group"), group, errors);
        if (!group.Contains('.', StringComparison.Ordinal)) { errors.Invalid(path.Child("group"), group, "should be a domain with at least one dot"); }
        var isProtected = group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal);
        if (!isProtected) { return; }
        var approval = value.TextAt("metadata", "annotations", Approved) ?? "";
        var at = FieldPath.Of("metadata").Child("annotations").Key(Approved);
        if (approval.Length == 0) { errors.Required(at, $"protected groups must have approval annotation \"{Approved}\", see https://github.com/kubernetes/enhancements/pull/1111"); }
        else if (!approval.StartsWith("unapproved", StringComparison.Ordinal) && !Uri.TryCreate(approval, UriKind.Absolute, out _)) { errors.Invalid(at, approval, $"protected groups must have approval annotation \"{Approved}\" with either a URL or a reason starting with \"unapproved\", see https://github.com/kubernetes/enhancements/pull/1111"); }
    }

    private static void CheckNames(ObjectNode names, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["plural", "singular", "kind", "listKind"])
        {
            var name = names.Text(field);
            if (name.Length == 0) { if (field is "plural" or "kind") { errors.Required(path.Child(field)); } }
            else { Names.Check(Names.Dns1035Label(field is "kind" or "listKind" ? name.ToLowerInvariant() : name), path.Child(field), name, errors); }
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
            if (version.Text("deprecationWarning").Length > 0 && !version.IsTrue("deprecated")) { errors.Invalid(at.Child("deprecationWarning"), version.Text("deprecationWarning"), "can only be set for deprecated versions"); }
        }
        if (!isUnique) { errors.Invalid(path, versions, "must contain unique version names"); }
        if (versions.Count(static v => v.IsTrue("storage")) != 1) { errors.Invalid(path, versions, "must have exactly one version marked as storage version"); }
    }

    // Compat: what is the same in all versions is named as if it stood above them, as upstream's internal form has it.
    private static void CheckContent(ArrayNode versions, FieldPath path, FieldErrors errors)
    {
        bool IsShared(string field) => versions.All(v => Equals((v as ObjectNode)?[field], (versions[0] as ObjectNode)?[field]));
        var shared = new[] { "schema", "additionalPrinterColumns", "subresources", "selectableFields" }.Where(IsShared).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < versions.Count; i++)
        {
            var (version, at) = (versions[i], path.Child("versions").Index(i));
            FieldPath Of(string field) => shared.Contains(field) ? path.Child(field == "schema" ? "validation" : field) : at.Child(field);
            bool IsNew(string field) => i == 0 || !shared.Contains(field);
            if (IsNew("schema"))
            {
                if (!version.Object("schema").Has("openAPIV3Schema")) { errors.Required(at.Child("schema").Child("openAPIV3Schema"), ""); }
                else { StructuralSchemaValidation.Check(version.Object("schema").Object("openAPIV3Schema"), Of("schema").Child("openAPIV3Schema"), errors); }
            }
            if (IsNew("additionalPrinterColumns")) { CheckColumns(version.Items("additionalPrinterColumns"), Of("additionalPrinterColumns"), errors); }
            if (IsNew("subresources") && version.Object("subresources")["scale"] is ObjectNode scale) { CheckScale(scale, Of("subresources").Child("scale"), errors); }
            if (IsNew("selectableFields")) { CheckSelectable(version.Items("selectableFields"), version.Object("schema").Object("openAPIV3Schema"), Of("selectableFields"), errors); }
        }
    }

    private static void CheckColumns(ArrayNode columns, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var (column, at) = (columns[i], path.Index(i));
            if (column.Text("name").Length == 0) { errors.Required(at.Child("name")); }
            if (column.Text("type").Length == 0) { errors.Required(at.Child("type"), $"must be one of {string.Join(",", _columnTypes)}"); }
            else if (!_columnTypes.Contains(column.Text("type"))) { errors.Invalid(at.Child("type"), column.Text("type"), $"must be one of {string.Join(",", _columnTypes)}"); }
            if (column.Text("format") is { Length: > 0 } format && !_columnFormats.Contains(format)) { errors.Invalid(at.Child("format"), format, $"must be one of {string.Join(",", _columnFormats)}"); }
            CheckPath(column.Text("jsonPath"), at.Child("jsonPath"), errors);
        }
    }

    private static JsonPath? CheckPath(string text, FieldPath path, FieldErrors errors)
    {
        if (text.Length == 0) { errors.Required(path); return null; }
        try { return text[0] == '.' ? JsonPath.Parse(text) : throw new FormatException("it does not begin with a dot"); }
        catch (FormatException e)
        {
            errors.Invalid(path, text, "is an invalid path: " + e.Message);
            return null;
        }
    }

    private static void CheckScale(ObjectNode scale, FieldPath path, FieldErrors errors)
    {
        foreach (var (field, isRequired, roots) in (ReadOnlySpan<(string, bool, string[])>)[("specReplicasPath", true, [".spec."]), ("statusReplicasPath", true, [".status."]), ("labelSelectorPath", false, [".spec.", ".status."])])
        {
            var text = scale.Text(field);
            if (text.Length == 0) { if (isRequired) { errors.Required(path.Child(field)); } continue; }
            if (text.Contains('[', StringComparison.Ordinal) || CheckPath(text, path.Child(field), errors) is null) { errors.Invalid(path.Child(field), text, "should be a simple json path with .notation; array notation is not allowed"); }
            else if (!roots.Any(r => text.StartsWith(r, StringComparison.Ordinal))) { errors.Invalid(path.Child(field), text, $"should be a json path under {string.Join(" or ", roots.Select(static r => r.TrimEnd('.')).OrderDescending())}"); }
        }
    }

    private static void CheckSelectable(ArrayNode fields, ObjectNode schema, FieldPath path, FieldErrors errors)
    {
        if (fields.Count > SelectableFieldsMax) { errors.TooMany(path, fields.Count, SelectableFieldsMax); }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Count; i++)
        {
            var (text, at) = (fields[i].Text("jsonPath"), path.Index(i).Child("jsonPath"));
            if (!seen.Add(text)) { errors.Duplicate(at, text); }
            if (CheckPath(text, at, errors) is not { } read) { continue; }
            if (read.Fields.IsEmpty) { errors.Invalid(at, text, "must be a simple path without lists"); continue; }
            if (read.Fields[0] == "metadata") { errors.Invalid(at, text, "must not point to fields in metadata"); continue; }
            var target = read.Fields.Aggregate((ObjectNode?)schema, static (node, step) => node?.Object("properties")[step] as ObjectNode);
            if (target is null) { errors.Invalid(at, text, "does not refer to a valid field"); }
            else if (target.Text("type") is not ("string" or "boolean" or "integer")) { errors.Invalid(at, text, "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed."); }
        }
    }

    private static void CheckConversion(ObjectNode conversion, FieldPath path, FieldErrors errors)
    {
        // Compat: the paths are those of the form in which upstream holds it.
        var (strategy, webhook) = (conversion.Text("strategy"), conversion.Object("webhook"));
        var (client, reviews) = (path.Child("webhookClientConfig"), path.Child("conversionReviewVersions"));
        if (strategy is not ("None" or "Webhook")) { errors.NotSupported(path.Child("strategy"), strategy, "None", "Webhook"); }
        if (strategy != "Webhook")
        {
            if (conversion.Has("webhook")) { errors.Forbidden(client, "should not be set when strategy is not set to Webhook"); }
            return;
        }
        if (!webhook.Has("clientConfig")) { errors.Required(client, "required when strategy is set to Webhook"); }
        else { WebhookValidation.Client(webhook.Object("clientConfig"), client, errors); }
        var versions = webhook.Texts("conversionReviewVersions").ToArray();
        if (versions.Length == 0) { errors.Required(reviews); }
        else if (!versions.Any(static v => v is "v1" or "v1beta1")) { errors.Invalid(reviews, webhook["conversionReviewVersions"], "must include at least one of v1, v1beta1"); }
    }
}
