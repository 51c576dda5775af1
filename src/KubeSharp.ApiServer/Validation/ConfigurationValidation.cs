using System.Text.Json;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Config maps and secrets. Source: ConfigMaps; Secrets.</summary>
public static class ConfigurationValidation
{
    private const int BytesMax = 1 << 20;

    /// <summary>A config map.</summary>
    public static void ConfigMap(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var size = 0;
        foreach (var (key, text) in value.Object("data").Fields)
        {
            Names.Check(Names.ConfigKey(key), FieldPath.Of("data").Key(key), key, errors);
            if (value.Object("binaryData").Has(key)) { errors.Invalid(FieldPath.Of("data").Key(key), key, "duplicate of key present in binaryData"); }
            size += System.Text.Encoding.UTF8.GetByteCount((text as StringNode)?.Value ?? "");
        }
        foreach (var (key, bytes) in value.Object("binaryData").Fields)
        {
            Names.Check(Names.ConfigKey(key), FieldPath.Of("binaryData").Key(key), key, errors);
            size += Length(bytes);
        }
        if (size > BytesMax) { errors.TooLong(FieldPath.Of(""), BytesMax); }
    }

    /// <summary>A config map that was said to stay does.</summary>
    public static void ConfigMapChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        if (!old.IsTrue("immutable")) { return; }
        if (!value.IsTrue("immutable")) { errors.Forbidden(FieldPath.Of("immutable"), "field is immutable when `immutable` is set"); }
        foreach (var field in (ReadOnlySpan<string>)["data", "binaryData"])
        {
            if (!Immutability.Same(value[field], old[field])) { errors.Forbidden(FieldPath.Of(field), "field is immutable when `immutable` is set"); }
        }
    }

    /// <summary>A secret; each type has keys it must have.</summary>
    public static void Secret(ObjectNode value, FieldErrors errors)
    {
        var (data, path) = (value.Object("data"), FieldPath.Of("data"));
        var size = 0;
        foreach (var (key, bytes) in data.Fields)
        {
            Names.Check(Names.ConfigKey(key), path.Key(key), key, errors);
            size += Length(bytes);
        }
        if (size > BytesMax) { errors.TooLong(path, BytesMax); }
        switch (value.Text("type"))
        {
            case "kubernetes.io/service-account-token":
                if (value.TextAt("metadata", "annotations", "kubernetes.io/service-account.name") is null or "") { errors.Required(FieldPath.Of("metadata").Child("annotations").Key("kubernetes.io/service-account.name")); }
                break;
            case "kubernetes.io/dockercfg": Json(data, ".dockercfg", path, errors); break;
            case "kubernetes.io/dockerconfigjson": Json(data, ".dockerconfigjson", path, errors); break;
            case "kubernetes.io/basic-auth":
                if (!data.Has("username") && !data.Has("password"))
                {
                    errors.Required(path.Key("username"));
                    errors.Required(path.Key("password"));
                }
                break;
            case "kubernetes.io/ssh-auth": Needs(data, path, errors, "ssh-privatekey"); break;
            case "kubernetes.io/tls": Needs(data, path, errors, "tls.crt", "tls.key"); break;
        }
    }

    /// <summary>A secret keeps its type, and one that was said to stay does.</summary>
    public static void SecretChange(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        Immutability.Check(value, old, null, errors, "type");
        if (!old.IsTrue("immutable")) { return; }
        if (!value.IsTrue("immutable")) { errors.Forbidden(FieldPath.Of("immutable"), "field is immutable when `immutable` is set"); }
        if (!Immutability.Same(value["data"], old["data"])) { errors.Forbidden(FieldPath.Of("data"), "field is immutable when `immutable` is set"); }
    }

    private static void Needs(ObjectNode data, FieldPath path, FieldErrors errors, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (!data.Has(key)) { errors.Required(path.Key(key)); }
        }
    }

    private static void Json(ObjectNode data, string key, FieldPath path, FieldErrors errors)
    {
        if (data.Text(key) is not { Length: > 0 } text)
        {
            errors.Required(path.Key(key));
            return;
        }
        try { using var _ = JsonDocument.Parse(Convert.FromBase64String(text)); }
        catch (Exception e) when (e is JsonException or FormatException) { errors.Invalid(path.Key(key), "<secret contents redacted>", "invalid json"); }
    }

    private static int Length(Node bytes) => bytes is StringNode text ? text.Value.Length / 4 * 3 : 0;
}
