using System.Collections.Frozen;
using System.Collections.Immutable;

namespace KubeSharp.Machinery.Features;

/// <summary>
/// Which features are on: upstream's gates with what somebody set. Most stand for behaviour that is here whether on or off; those that switch
/// something are named where it is switched. Source: Feature Gates.
/// </summary>
public sealed class FeatureGates
{
    private const string AllAlpha = "AllAlpha", AllBeta = "AllBeta";
    // Each gate's states, the first first, and from which version each holds.
    private static readonly FrozenDictionary<string, ImmutableArray<(Version Since, FeatureGate Gate)>> _states = ReadStates();
    private readonly FrozenDictionary<string, FeatureGate> _gates;
    private readonly ImmutableDictionary<string, bool> _set;
    private readonly string _versions;

    private FeatureGates(FrozenDictionary<string, FeatureGate> gates, ImmutableDictionary<string, bool> set, string versions) => (_gates, _set, _versions) = (gates, set, versions);

    /// <summary>All gates that there are, by name.</summary>
    public static FrozenDictionary<string, FeatureGate> Known { get; } = At(new(1, int.MaxValue));

    /// <summary>Nothing is set.</summary>
    public static FeatureGates Default { get; } = new(Known, [], "");

    /// <summary>Nothing is set, and the gates are as they were in a version (of 1.33 or later) that is emulated.</summary>
    /// <param name="emulated">The version.</param>
    /// <param name="minCompatibility">The oldest version beside it; messages tell it.</param>
    public static FeatureGates Of(Version emulated, Version minCompatibility) => new(At(emulated), [], $"emulated version {emulated}, min compatibility version {minCompatibility}");

    /// <summary>Whether a feature is on.</summary>
    public bool IsOn(string name) => _gates.TryGetValue(name, out var gate) && IsOn(gate);

    /// <summary>Whether a feature is on.</summary>
    private bool IsOn(FeatureGate gate) => _set.TryGetValue(gate.Name, out var isOn) ? isOn : gate.Stage switch
    {
        "alpha" when _set.TryGetValue(AllAlpha, out var all) => all,
        "beta" when _set.TryGetValue(AllBeta, out var all) => all,
        _ => gate.IsOnByDefault,
    };

    /// <summary>With what a flag says: Name=true or Name=false, parted by commas.</summary>
    /// <exception cref="FormatException">One is unknown, is no such pair, or may not be set so; the message is upstream's.</exception>
    public FeatureGates With(string flag)
    {
        var given = new List<(string, bool)>();
        foreach (var pair in flag.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split('=', 2) is not [var name, var text]) { throw new FormatException($"missing bool value for {pair}"); }
            given.Add((name.Trim(), IsTrue(text.Trim()) ?? throw new FormatException($"invalid value of {pair}, err: strconv.ParseBool: parsing \"{text.Trim()}\": invalid syntax")));
        }
        return With(given);
    }

    /// <summary>With what is given.</summary>
    /// <exception cref="FormatException">One is unknown, or may not be set so; the message is upstream's.</exception>
    public FeatureGates With(IEnumerable<(string Name, bool IsOn)> given)
    {
        var set = _set;
        foreach (var (name, isOn) in given)
        {
            if (name is not (AllAlpha or AllBeta))
            {
                if (!Known.ContainsKey(name)) { throw new FormatException($"unrecognized feature gate: {name}"); }
                if (!_gates.TryGetValue(name, out var gate)) { throw new FormatException($"cannot set feature gate {name} to {Text(isOn)}, feature is PreAlpha at {_versions}"); }
                if (gate.IsLocked && isOn != gate.IsOnByDefault) { throw new FormatException($"cannot set feature gate {name} to {Text(isOn)}, feature is locked to {Text(gate.IsOnByDefault)}"); }
            }
            set = set.SetItem(name, isOn);
        }
        return new(_gates, set, _versions);
    }

    /// <summary>Each gate as a sample of kubernetes_feature_enabled in Prometheus' text form.</summary>
    public string ToMetrics() => string.Concat(_gates.Values.OrderBy(static g => g.Name, StringComparer.Ordinal)
        .Select(g => $"kubernetes_feature_enabled{{name=\"{g.Name}\",stage=\"{(g.Stage == "ga" ? "" : g.Stage.ToUpperInvariant())}\"}} {(IsOn(g) ? 1 : 0)}\n"));

    // As Go reads it.
    private static bool? IsTrue(string text) => text switch
    {
        "1" or "t" or "T" or "TRUE" or "true" or "True" => true,
        "0" or "f" or "F" or "FALSE" or "false" or "False" => false,
        _ => null,
    };

    private static string Text(bool value) => value ? "true" : "false";

    // Those that were not there yet are left out.
    private static FrozenDictionary<string, FeatureGate> At(Version version) => _states.Values
        .Where(s => s[0].Since <= version).Select(s => s.Last(e => e.Since <= version).Gate).ToFrozenDictionary(static g => g.Name, StringComparer.Ordinal);

    private static FrozenDictionary<string, ImmutableArray<(Version, FeatureGate)>> ReadStates()
    {
        using var reader = new StreamReader(typeof(FeatureGates).Assembly.GetManifestResourceStream("gates.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static l => l[0] != '#').Select(static l => l.Split(' ', 2))
            .ToFrozenDictionary(static l => l[0], static l => l[1].Split(", ").Select(s => State(l[0], s.Split(' '))).ToImmutableArray(), StringComparer.Ordinal);
    }

    // [VERSION] STAGE DEFAULT [locked]
    private static (Version, FeatureGate) State(string name, string[] words)
    {
        var first = char.IsDigit(words[0][0]) ? 1 : 0;
        return (first == 1 ? Version.Parse(words[0]) : new(1, 0), new FeatureGate(name, words[first], words[first + 1] == "true", words.Length > first + 2));
    }
}
