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
    private readonly ImmutableDictionary<string, bool> _set;

    private FeatureGates(ImmutableDictionary<string, bool> set) => _set = set;

    /// <summary>All gates that there are, by name.</summary>
    public static FrozenDictionary<string, FeatureGate> Known { get; } = ReadKnown();

    /// <summary>Nothing is set.</summary>
    public static FeatureGates Default { get; } = new([]);

    /// <summary>Whether a feature is on.</summary>
    public bool IsOn(string name) => IsOn(Known[name]);

    /// <summary>Whether a feature is on.</summary>
    public bool IsOn(FeatureGate gate) => _set.TryGetValue(gate.Name, out var isOn) ? isOn : gate.Stage switch
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
                if (!Known.TryGetValue(name, out var gate)) { throw new FormatException($"unrecognized feature gate: {name}"); }
                if (gate.IsLocked && isOn != gate.IsOnByDefault) { throw new FormatException($"cannot set feature gate {name} to {Text(isOn)}, feature is locked to {Text(gate.IsOnByDefault)}"); }
            }
            set = set.SetItem(name, isOn);
        }
        return new(set);
    }

    /// <summary>Each gate as a sample of kubernetes_feature_enabled in Prometheus' text form.</summary>
    public string ToMetrics() => string.Concat(Known.Values.OrderBy(static g => g.Name, StringComparer.Ordinal)
        .Select(g => $"kubernetes_feature_enabled{{name=\"{g.Name}\",stage=\"{(g.Stage == "ga" ? "" : g.Stage.ToUpperInvariant())}\"}} {(IsOn(g) ? 1 : 0)}\n"));

    // As Go reads it.
    private static bool? IsTrue(string text) => text switch
    {
        "1" or "t" or "T" or "TRUE" or "true" or "True" => true,
        "0" or "f" or "F" or "FALSE" or "false" or "False" => false,
        _ => null,
    };

    private static string Text(bool value) => value ? "true" : "false";

    private static FrozenDictionary<string, FeatureGate> ReadKnown()
    {
        using var reader = new StreamReader(typeof(FeatureGates).Assembly.GetManifestResourceStream("gates.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static l => l[0] != '#').Select(static l => l.Split(' '))
            .Select(static w => new FeatureGate(w[0], w[1], w[2] == "true", w.Length > 3)).ToFrozenDictionary(static g => g.Name, StringComparer.Ordinal);
    }
}
