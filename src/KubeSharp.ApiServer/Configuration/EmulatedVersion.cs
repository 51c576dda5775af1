using System.Collections.Immutable;
using System.Globalization;

namespace KubeSharp.ApiServer.Configuration;

/// <summary>The versions that a server goes by. Source: kube-apiserver, --emulated-version and --min-compatibility-version; KEP-4330, compatibility versions.</summary>
/// <param name="Own">Its own.</param>
/// <param name="Emulated">The one that it emulates: it serves what that served, and its features are what they were then.</param>
/// <param name="MinCompatibility">The oldest that other parts of its control plane have.</param>
public sealed record EmulatedVersion(Version Own, Version Emulated, Version MinCompatibility)
{
    /// <summary>Minor versions before its own that a server may emulate, and be compatible with.</summary>
    public const int MinorsBackMax = 3;

    /// <summary>It emulates another than its own.</summary>
    public bool IsAnother => Emulated != Own;

    /// <summary>Its own, as v1.36.2, and none else.</summary>
    public static EmulatedVersion Of(string own) => Read([], [], own);

    /// <summary>Reads what was given, each major.minor or kube=major.minor.</summary>
    /// <param name="emulated">The version to emulate; default its own.</param>
    /// <param name="minCompatibility">The oldest version beside it; default the one before that which it emulates.</param>
    /// <param name="own">The server's version, as v1.36.2.</param>
    /// <exception cref="FormatException">It is no version, of no component that is known, or out of range.</exception>
    public static EmulatedVersion Read(ImmutableArray<string> emulated, ImmutableArray<string> minCompatibility, string own)
    {
        var mine = Parse("kube", string.Join('.', own.TrimStart('v').Split('.')[..2]));
        var least = new Version(mine.Major, mine.Minor - MinorsBackMax);
        var asked = One(emulated) ?? mine;
        if (asked < least || asked > mine) { throw new FormatException($"emulation version {asked} is not between [{least}, {mine}]"); }
        var before = new Version(asked.Major, asked.Minor - 1);
        var oldest = One(minCompatibility) ?? (before < least ? least : before);
        return oldest >= least && oldest <= asked ? new(mine, asked, oldest) : throw new FormatException($"minCompatibilityVersion version {oldest} is not between [{least}, {asked}]");
    }

    private static Version? One(ImmutableArray<string> values)
    {
        if (values.IsEmpty) { return null; }
        if (values.Length > 1) { throw new FormatException($"duplicate version flag, {string.Join(" and ", values)}"); }
        var (component, text) = values[0].Split('=') is [var name, var version] ? (name, version) : ("kube", values[0]);
        return component == "kube" ? Parse(component, text) : throw new FormatException($"component not registered: {component}");
    }

    private static Version Parse(string component, string text) => text.TrimStart('v').Split('.') switch
    {
        [var major, var minor] when int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var second) => new(first, second),
        { Length: > 2 } => throw new FormatException($"patch version not allowed, got: {component}={text}"),
        _ => throw new FormatException($"illegal version string \"{text}\""),
    };
}
