using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Configuration;

/// <summary>A configuration file of apiserver.config.k8s.io: kind and version are checked, fields that are not known are mistakes.</summary>
public static class ConfigurationDocument
{
    private const string Group = "apiserver.config.k8s.io";

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is of another kind or version.</exception>
    public static ObjectNode Read(string yaml, string kind, params ReadOnlySpan<string> versions) => ReadOf(Group, yaml, kind, versions);

    /// <summary>Reads one of another group.</summary>
    /// <exception cref="FormatException">It is of another kind or version.</exception>
    public static ObjectNode ReadOf(string group, string yaml, string kind, params ReadOnlySpan<string> versions)
    {
        if (Yaml.Read(yaml) is not ObjectNode document || document.Count == 0) { throw new FormatException($"empty config data, want {group}, Kind={kind}"); }
        var known = new List<string>();
        foreach (var version in versions) { known.Add($"{group}/{version}"); }
        if (document.Text("kind") != kind || !known.Contains(document.Text("apiVersion")))
        {
            throw new FormatException($"no kind \"{document.Text("kind")}\" is registered for version \"{document.Text("apiVersion")}\"; known: {kind} of {string.Join(", ", known)}");
        }
        return document;
    }

    /// <summary>Notes the fields of an object that are none of the known ones.</summary>
    public static void CheckFields(Node? value, FieldPath? path, FieldErrors errors, params ReadOnlySpan<string> known)
    {
        if (value is not ObjectNode fields) { return; }
        foreach (var (name, _) in fields)
        {
            if (!known.Contains(name)) { errors.Forbidden(path?.Child(name) ?? FieldPath.Of(name), "unknown field"); }
        }
    }

    /// <summary>A time as Go writes it; zero where the field is missing; null where it is none.</summary>
    public static TimeSpan? Duration(Node? value, string field)
    {
        if (!value.Has(field)) { return TimeSpan.Zero; }
        return Machinery.Expressions.Values.CelDuration.TryParse(value.Text(field), out var read) ? read.Time : null;
    }

    /// <summary>Throws where anything is wrong.</summary>
    /// <exception cref="FormatException">All that is wrong, each with its field.</exception>
    public static void ThrowIfAny(FieldErrors errors)
    {
        if (errors.IsEmpty) { return; }
        ImmutableArray<string> all = [.. errors.Causes.Select(static c => $"{c.Field}: {c.Message}")];
        throw new FormatException(all.Length == 1 ? all[0] : $"[{string.Join(", ", all)}]");
    }
}
