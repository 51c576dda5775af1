using System.Globalization;
using KubeSharp.Machinery.Documents;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>A Pod Security Standard as it was in a version of Kubernetes: restricted of v1.24. Source: Pod Security Admission.</summary>
/// <param name="Level">privileged, baseline or restricted.</param>
/// <param name="Version">v1.24, or latest.</param>
public sealed record PodSecurityLevel(string Level, string Version)
{
    /// <summary>Where a namespace says what its pods are held to.</summary>
    public const string Label = "pod-security.kubernetes.io/";
    private const string Privileged = "privileged", Latest = "latest", Enforce = "enforce";
    private static readonly string[] _levels = [Privileged, "baseline", "restricted"];
    private const int OwnMinor = 36;

    /// <summary>The version's number behind 1.; that of latest is the greatest.</summary>
    public int Minor => Version.StartsWith("v1.", StringComparison.Ordinal) && int.TryParse(Version.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : int.MaxValue;

    /// <summary>The version as it is counted: latest, its own, or future where that is after this server's.</summary>
    public string CountedVersion => Level == Privileged || Version == Latest ? Latest : Minor > OwnMinor ? "future" : Version;

    /// <summary>What a namespace of these labels asks for in a mode (enforce, audit, warn); else the default. What is no level is the strictest where it is enforced and the loosest else, what is no version the latest.</summary>
    public static PodSecurityLevel Of(ObjectNode labels, string mode, PodSecuritySettings settings)
    {
        var (level, version) = (Said(mode, Privileged), Said(mode + "-version", Latest));
        var found = new PodSecurityLevel(IsLevel(level) ? level : mode == Enforce ? _levels[^1] : Privileged, IsVersion(version) ? version : Latest);
        // Who enforces more than is warned of by default is warned of it, too.
        if (mode != "warn" || labels.Has(Label + mode) || !IsLevel(labels.Text(Label + Enforce)) || Of(labels, Enforce, settings) is not { } enforced || enforced.Strictness <= found.Strictness) { return found; }
        return labels.Has(Label + mode + "-version") ? found with { Level = enforced.Level } : enforced;

        string Said(string name, string otherwise) => labels[Label + name] is StringNode said ? said.Value : settings.Defaults.GetValueOrDefault(name, otherwise);
    }

    /// <summary>How much it forbids: the more the greater.</summary>
    public int Strictness => Array.IndexOf(_levels, Level);

    /// <summary>Notes what labels say that is no level or version, in upstream's order.</summary>
    public static FieldErrors Check(ObjectNode labels)
    {
        var (errors, path) = (new FieldErrors(), FieldPath.Of("metadata").Child("labels"));
        foreach (var mode in (ReadOnlySpan<string>)[Enforce, "audit", "warn"])
        {
            if (labels[Label + mode] is StringNode level && !IsLevel(level.Value)) { errors.Invalid(path.Key(Label + mode), level, "must be one of privileged, baseline, restricted"); }
            if (labels[Label + mode + "-version"] is StringNode version && !IsVersion(version.Value)) { errors.Invalid(path.Key(Label + mode + "-version"), version, "must be \"latest\" or \"v1.x\""); }
        }
        return errors;
    }

    /// <summary>Whether there is such a level.</summary>
    public static bool IsLevel(string text) => _levels.Contains(text);

    /// <summary>Whether it is a version: latest, v1.24.</summary>
    public static bool IsVersion(string text) => text == Latest || (text.StartsWith("v1.", StringComparison.Ordinal) && int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minor) && text.Length == 3 + minor.ToString(CultureInfo.InvariantCulture).Length);

    /// <inheritdoc/>
    public override string ToString() => $"{Level}:{Version}";
}
