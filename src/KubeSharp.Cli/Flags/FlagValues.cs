using System.Globalization;

namespace KubeSharp.Cli.Flags;

/// <summary>The values of a command's flags: what was given, and the defaults of the rest.</summary>
internal sealed class FlagValues(IReadOnlyDictionary<string, FlagSpec> specs)
{
    private readonly List<(FlagSpec Flag, string Value)> _order = [];
    private readonly Dictionary<string, List<string>> _given = new(StringComparer.Ordinal);

    /// <summary>A format of outputs that the environment turns off; empty: none.</summary>
    public string FormatOff { get; set; } = "";

    /// <summary>Whether the command takes such a flag.</summary>
    public bool Has(string name) => specs.ContainsKey(name);

    /// <summary>Whether it may be given several times.</summary>
    public bool IsSeveral(string name) => specs.TryGetValue(name, out var spec) && spec.Type is FlagType.Slice or FlagType.Array;

    /// <summary>Whether it was given.</summary>
    public bool IsSet(string name) => _given.ContainsKey(name);

    /// <summary>The text of a flag; its default where it was not given; empty where the command has no such flag.</summary>
    public string Text(string name) => _given.TryGetValue(name, out var values) ? values[^1] : specs.TryGetValue(name, out var spec) ? spec.Default : "";

    /// <summary>The truth of a flag.</summary>
    public bool Bool(string name) => Text(name) == "true";

    /// <summary>The number of a flag.</summary>
    public long Int(string name) => long.Parse(Text(name) is { Length: > 0 } text ? text : "0", CultureInfo.InvariantCulture);

    /// <summary>The time of a flag.</summary>
    public TimeSpan Duration(string name) => GoDuration.TryParse(Text(name), out var value) ? value : TimeSpan.Zero;

    /// <summary>All values of a flag that may be given several times.</summary>
    public IReadOnlyList<string> List(string name) =>
        _given.TryGetValue(name, out var values) ? values : specs.TryGetValue(name, out var spec) && spec.Default.Length > 0 ? spec.Default.Split(',') : [];

    /// <summary>The flags that were given, by name, with their values as Go writes them.</summary>
    public IEnumerable<(FlagSpec Flag, string Value)> Given =>
        _given.OrderBy(static g => g.Key, StringComparer.Ordinal).Select(g => (specs[g.Key], IsSeveral(g.Key) ? $"[{string.Join(',', g.Value)}]" : g.Value[^1]));

    /// <summary>The flags as they were given, each time.</summary>
    public IReadOnlyList<(FlagSpec Flag, string Value)> InOrder => _order;

    /// <summary>Gives a flag a value.</summary>
    /// <exception cref="FlagException">The value is none of its type.</exception>
    public void Set(FlagSpec spec, string value, string asWritten)
    {
        _order.Add((spec, value));
        switch (spec.Type)
        {
            case FlagType.Bool:
                if (!GoBoolean.TryParse(value, out var isOn)) { throw Invalid(value, asWritten, $"strconv.ParseBool: parsing \"{value}\": invalid syntax"); }
                Put(spec, isOn ? "true" : "false");
                break;
            case FlagType.Int or FlagType.Int32:
                if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || (spec.Type == FlagType.Int32 && number is < int.MinValue or > int.MaxValue))
                {
                    throw Invalid(value, asWritten, $"strconv.ParseInt: parsing \"{value}\": {(value.TrimStart('+', '-') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax")}");
                }
                Put(spec, value);
                break;
            case FlagType.Duration:
                // Compat: a plain number is a time in seconds where upstream's own flag type allows it; Go's durations need a unit.
                if (!GoDuration.TryParse(value, out _)) { throw Invalid(value, asWritten, $"time: {(long.TryParse(value, out _) ? "missing unit in duration" : "invalid duration")} \"{value}\""); }
                Put(spec, value);
                break;
            case FlagType.TersePeriod:
                if (!GoDuration.TryParse(value, out _)) { throw Invalid(value, asWritten, "parse error"); }
                Put(spec, value);
                break;
            case FlagType.Levels:
                if (WrongLevels(value) is { Length: > 0 } reason) { throw Invalid(value, asWritten, reason); }
                Put(spec, value);
                break;
            case FlagType.Slice: Add(spec, Commas(value)); break;
            case FlagType.Array: Add(spec, [value]); break;
            default: Put(spec, value); break;
        }
    }

    private static string WrongLevels(string value)
    {
        foreach (var pair in value.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split('=') is not [{ Length: > 0 }, var level] || !int.TryParse(level, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) { return "syntax error: expect comma-separated list of filename=N"; }
            if (number < 0) { return "negative value for vmodule level"; }
        }
        return "";
    }

    // A comma inside double quotes does not part values (CSV).
    private static List<string> Commas(string value)
    {
        var parts = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var i = 0; i <= value.Length; i++)
        {
            if (i < value.Length && value[i] == '"') { isQuoted = !isQuoted; }
            if (i < value.Length && (value[i] != ',' || isQuoted)) { continue; }
            var part = value[start..i];
            parts.Add(part is ['"', .., '"'] ? part[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : part);
            start = i + 1;
        }
        return value.Length == 0 ? [] : parts;
    }

    private void Put(FlagSpec spec, string value) => _given[spec.Name] = [value];

    private void Add(FlagSpec spec, List<string> values)
    {
        if (_given.TryGetValue(spec.Name, out var there)) { there.AddRange(values); }
        else { _given[spec.Name] = values; }
    }

    private static FlagException Invalid(string value, string asWritten, string reason) => new($"invalid argument \"{value}\" for \"{asWritten}\" flag: {reason}");
}
