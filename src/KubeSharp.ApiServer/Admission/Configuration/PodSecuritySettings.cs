using System.Collections.Immutable;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Configuration;

/// <summary>What PodSecurity holds pods to where their namespace says nothing, and whom it leaves alone. Source: Enforce Pod Security Standards by Configuring the Built-in Admission Controller.</summary>
public sealed record PodSecuritySettings
{
    private static readonly string[] _modes = ["enforce", "warn", "audit"];

    /// <summary>Privileged, and nobody exempt.</summary>
    public static PodSecuritySettings None { get; } = new();
    /// <summary>Levels and versions by what a namespace's label says them with: enforce, enforce-version…; default: privileged, latest.</summary>
    public ImmutableDictionary<string, string> Defaults { get; init; } = ImmutableDictionary<string, string>.Empty;
    /// <summary>Users whose pods are let through.</summary>
    public ImmutableHashSet<string> Users { get; init; } = [];
    /// <summary>Namespaces whose pods are let through.</summary>
    public ImmutableHashSet<string> Namespaces { get; init; } = [];
    /// <summary>Runtime classes whose pods are let through.</summary>
    public ImmutableHashSet<string> RuntimeClasses { get; init; } = [];

    /// <summary>Reads a PodSecurityConfiguration; notes what is wrong.</summary>
    public static PodSecuritySettings Read(ObjectNode document, FieldErrors errors)
    {
        ConfigurationDocument.CheckFields(document, null, errors, "apiVersion", "kind", "defaults", "exemptions");
        var (defaults, path) = (document.Object("defaults"), FieldPath.Of("defaults"));
        ConfigurationDocument.CheckFields(defaults, path, errors, [.. _modes, .. _modes.Select(static m => m + "-version")]);
        foreach (var mode in _modes)
        {
            if (defaults.Text(mode) is { Length: > 0 } level && !PodSecurityLevel.IsLevel(level)) { errors.Invalid(path.Child(mode), level, "must be one of privileged, baseline, restricted"); }
            if (defaults.Text(mode + "-version") is { Length: > 0 } version && !PodSecurityLevel.IsVersion(version)) { errors.Invalid(path.Child(mode + "-version"), version, "must be \"latest\" or \"v1.x\""); }
        }
        var exempt = document.Object("exemptions");
        ConfigurationDocument.CheckFields(exempt, FieldPath.Of("exemptions"), errors, "usernames", "namespaces", "runtimeClasses");
        Each("namespaces", static n => Names.DnsLabel(n));
        Each("runtimeClasses", static n => Names.Subdomain(n));
        Each("usernames", static n => n.Length == 0 ? "username must not be empty" : null);
        return new PodSecuritySettings
        {
            Defaults = defaults.Where(static f => f.Value is StringNode { Value.Length: > 0 }).ToImmutableDictionary(static f => f.Key, static f => ((StringNode)f.Value).Value),
            Users = [.. exempt.Texts("usernames")],
            Namespaces = [.. exempt.Texts("namespaces")],
            RuntimeClasses = [.. exempt.Texts("runtimeClasses")],
        };

        void Each(string field, Func<string, string?> wrong)
        {
            var (names, seen) = (exempt.Texts(field).ToArray(), new HashSet<string>(StringComparer.Ordinal));
            for (var i = 0; i < names.Length; i++)
            {
                var at = FieldPath.Of("exemptions").Child(field).Index(i);
                if (wrong(names[i]) is { } why) { errors.Invalid(at, names[i], why); }
                else if (!seen.Add(names[i])) { errors.Duplicate(at, names[i]); }
            }
        }
    }
}
