using System.Collections.Immutable;
using System.Globalization;

namespace KubeSharp.ApiServer.Configuration;

/// <summary>The version that a server says it emulates. Source: kube-apiserver, --emulated-version; KEP-4330, compatibility versions.</summary>
public static class EmulatedVersion
{
    /// <summary>Minor versions before its own that a server may emulate.</summary>
    public const int MinorsBackMax = 3;

    /// <summary>Reads major.minor, or kube=major.minor; none: null.</summary>
    /// <param name="values">What was given.</param>
    /// <param name="own">The server's version, as v1.36.2.</param>
    /// <exception cref="FormatException">It is no version, of no component that is known, or not one that can be emulated.</exception>
    public static string? Read(ImmutableArray<string> values, string own)
    {
        if (values.IsEmpty) { return null; }
        if (values.Length > 1) { throw new FormatException($"duplicate version flag, {string.Join(" and ", values)}"); }
        var (component, text) = values[0].Split('=') is [var name, var version] ? (name, version) : ("kube", values[0]);
        if (component != "kube") { throw new FormatException($"component not registered: {component}"); }
        var parts = text.TrimStart('v').Split('.');
        if (parts is not [var major, var minor] || !int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) || !int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var askedMinor))
        {
            throw new FormatException(parts.Length > 2 ? $"patch version not allowed, got: {component}={text}" : $"illegal version string \"{text}\"");
        }
        var mine = own.TrimStart('v').Split('.');
        var (most, least) = (int.Parse(mine[1], CultureInfo.InvariantCulture), int.Parse(mine[1], CultureInfo.InvariantCulture) - MinorsBackMax);
        return asked.ToString(CultureInfo.InvariantCulture) == mine[0] && askedMinor >= least && askedMinor <= most ? $"{asked}.{askedMinor}"
            : throw new FormatException($"emulation version {asked}.{askedMinor} is not between [{mine[0]}.{least}, {mine[0]}.{most}]");
    }
}
