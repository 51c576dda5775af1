using System.Globalization;
using KubeSharp.Machinery.Documents;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Admission.Configuration;

namespace KubeSharp.ApiServer.Admission;

/// <summary>A Pod Security Standard as it was in a version of Kubernetes: restricted of v1.24. Source: Pod Security Admission.</summary>
/// <param name="Level">privileged, baseline or restricted.</param>
/// <param name="Version">v1.24, or latest.</param>
public sealed record PodSecurityLevel(string Level, string Version)
{
    /// <summary>Where a namespace says what its pods are held to.</summary>
    public const string Label = "pod-security.kubernetes.io/";
    private const string Privileged = "privileged", Latest = "latest";
    private const int OwnMinor = 36;

    /// <summary>The version's number behind 1.; that of latest is the greatest.</summary>
    public int Minor => Version.StartsWith("v1.", StringComparison.Ordinal) && int.TryParse(Version.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : int.MaxValue;

    /// <summary>The version as it is counted: latest, its own, or future where that is after this server's.</summary>
    public string CountedVersion => Level == Privileged || Version == Latest ? Latest : Minor > OwnMinor ? "future" : Version;

    /// <summary>What a namespace of these labels asks for in a mode (enforce, audit, warn); else the default.</summary>
    public static PodSecurityLevel Of(ObjectNode labels, string mode, PodSecuritySettings settings)
    {
        string Say(string name, string otherwise) => labels.Text(Label + name) is { Length: > 0 } said ? said : settings.Defaults.GetValueOrDefault(name, otherwise);
        return new(Say(mode, Privileged) is var level && IsLevel(level) ? level : Privileged, Say(mode + "-version", Latest));
    }

    /// <summary>Whether there is such a level.</summary>
    public static bool IsLevel(string text) => text is Privileged or "baseline" or "restricted";

    /// <summary>Whether it is a version: latest, v1.24.</summary>
    public static bool IsVersion(string text) => text == Latest || (text.StartsWith("v1.", StringComparison.Ordinal) && int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out _));

    /// <inheritdoc/>
    public override string ToString() => $"{Level}:{Version}";
}
