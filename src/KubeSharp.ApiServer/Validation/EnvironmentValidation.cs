using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Environment variables of a container and what they are read from. Source: Define Environment Variables; Downward API.</summary>
public static class EnvironmentValidation
{
    // What fields are called in this version; not all of them may be asked for everywhere.
    private static readonly string[] _convertible =
    [
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName", "spec.schedulerName",
        "status.phase", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    private static readonly string[] _fields = ["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"];
    private static readonly string[] _sources = ["configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef"];

    /// <summary>env and envFrom of the container.</summary>
    public static void Check(Node container, FieldPath path, FieldErrors errors)
    {
        var variables = container.Items("env");
        for (var i = 0; i < variables.Count; i++)
        {
            var (variable, at) = (variables[i], path.Child("env").Index(i));
            var name = variable.Text("name");
            if (name.Length == 0) { errors.Required(at.Child("name")); }
            else { Names.Check(Names.Environment(name), at.Child("name"), name, errors); }
            if (variable.Has("valueFrom")) { Source(variable, at.Child("valueFrom"), errors); }
        }
        var groups = container.Items("envFrom");
        for (var i = 0; i < groups.Count; i++) { From(groups[i], path.Child("envFrom"), i, errors); }
    }

    private static void Source(Node variable, FieldPath path, FieldErrors errors)
    {
        var source = variable.Object("valueFrom");
        var given = _sources.Count(s => source.Has(s));
        if (source.Has("fieldRef")) { FieldReference(source.Object("fieldRef"), path.Child("fieldRef"), _fields, errors); }
        if (source.Has("resourceFieldRef")) { ResourceReference(source.Object("resourceFieldRef"), path.Child("resourceFieldRef"), isVolume: false, errors); }
        foreach (var kind in (ReadOnlySpan<string>)["configMapKeyRef", "secretKeyRef"])
        {
            if (!source.Has(kind)) { continue; }
            var reference = source.Object(kind);
            Names.Check(Names.Subdomain(reference.Text("name")), path.Child(kind).Child("name"), reference.Text("name"), errors);
            if (reference.Text("key").Length == 0) { errors.Required(path.Child(kind).Child("key")); }
            else { Names.Check(Names.ConfigKey(reference.Text("key")), path.Child(kind).Child("key"), reference.Text("key"), errors); }
        }
        if (given == 0) { errors.Invalid(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"); }
        else if (variable.Text("value").Length > 0) { errors.Invalid(path, "", "may not be specified when `value` is not empty"); }
        else if (given > 1) { errors.Invalid(path, "", "may not have more than one field specified at a time"); }
    }

    // Compat: that a group names none or several is said of the list.
    private static void From(Node group, FieldPath list, int index, FieldErrors errors)
    {
        var path = list.Index(index);
        if (group.Text("prefix") is { Length: > 0 } prefix) { Names.Check(Names.Environment(prefix), path.Child("prefix"), prefix, errors); }
        var (hasMap, hasSecret) = (group.Has("configMapRef"), group.Has("secretRef"));
        foreach (var kind in (ReadOnlySpan<string>)["configMapRef", "secretRef"])
        {
            if (!group.Has(kind)) { continue; }
            var name = group.Object(kind).Text("name");
            if (name.Length == 0) { errors.Required(path.Child(kind).Child("name")); }
            // Compat: read as the beginning of a name, so a dash may end it.
            else { Names.Check(Names.Subdomain(name.TrimEnd('-')), path.Child(kind).Child("name"), name, errors); }
        }
        if (!hasMap && !hasSecret) { errors.Invalid(list, "", "must specify one of: `configMapRef` or `secretRef`"); }
        else if (hasMap && hasSecret) { errors.Invalid(list, "", "may not have more than one field specified at a time"); }
    }

    /// <summary>A reference to a field of the pod.</summary>
    public static void FieldReference(ObjectNode reference, FieldPath path, ReadOnlySpan<string> allowed, FieldErrors errors)
    {
        var field = reference.Text("fieldPath");
        if (reference.Text("apiVersion").Length == 0)
        {
            errors.Required(path.Child("apiVersion"));
            return;
        }
        if (field.Length == 0)
        {
            errors.Required(path.Child("fieldPath"));
            return;
        }
        if (reference.Text("apiVersion") is { Length: > 0 } version && version != "v1")
        {
            errors.Invalid(path.Child("fieldPath"), field, $"error converting fieldPath: unsupported pod version: {version}");
            return;
        }
        foreach (var map in (ReadOnlySpan<string>)["metadata.annotations", "metadata.labels"])
        {
            if (!field.StartsWith(map + "['", StringComparison.Ordinal) || !field.EndsWith("']", StringComparison.Ordinal)) { continue; }
            var key = field[(map.Length + 2)..^2];
            Names.Check(Names.Qualified(map.EndsWith("annotations", StringComparison.Ordinal) ? key.ToLowerInvariant() : key), path, key, errors);
            return;
        }
        if (field == "spec.host") { field = "spec.nodeName"; }
        if (!_convertible.Contains(field)) { errors.Invalid(path.Child("fieldPath"), field, $"error converting fieldPath: field label {(field.EndsWith("']", StringComparison.Ordinal) && field.Contains("['", StringComparison.Ordinal) ? "does not support subscript" : "not supported")}: {field}"); }
        else if (!allowed.Contains(field)) { errors.NotSupported(path.Child("fieldPath"), field, allowed); }
    }

    /// <summary>A reference to a request or limit of a container.</summary>
    public static void ResourceReference(ObjectNode reference, FieldPath path, bool isVolume, FieldErrors errors)
    {
        var resource = reference.Text("resource");
        if (isVolume && reference.Text("containerName").Length == 0) { errors.Required(path.Child("containerName")); }
        if (resource.Length == 0)
        {
            errors.Required(path.Child("resource"));
            return;
        }
        var (kind, name) = resource.Split('.', 2) is [var first, var second] ? (first, second) : ("", resource);
        if (kind is not ("limits" or "requests") || (name is not ("cpu" or "memory" or "ephemeral-storage") && !name.StartsWith("hugepages-", StringComparison.Ordinal)))
        {
            errors.NotSupported(path.Child("resource"), resource, "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory");
            return;
        }
        if (!reference.Has("divisor")) { return; }
        var divisor = Quantities.Read(reference["divisor"]).ToString();
        ReadOnlySpan<string> allowed = name == "cpu" ? ["0", "1", "1m"] : ["0", "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];
        if (!allowed.Contains(divisor)) { errors.Invalid(path.Child("divisor"), divisor, $"only divisor's values {string.Join(", ", allowed.ToArray())} are supported with the {(name == "cpu" ? "cpu" : "memory")} resource"); }
    }
}
