using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace KubeSharp.Hosting.Flags;

/// <summary>The flags of a role, read as upstream's components read theirs: --name=value, --name value, switches alone; what is unknown is an error that names it.</summary>
public sealed class FlagSet
{
    private readonly Dictionary<string, IFlag> _flags = new(StringComparer.Ordinal);
    private readonly List<Flag<string>> _ignored = [];

    /// <summary>A text.</summary>
    public Flag<string> Text(string name, string fallback, string description) => Add(new Flag<string>(name, fallback, static t => t, description));

    /// <summary>True or false.</summary>
    public Flag<bool> Switch(string name, bool fallback, string description) =>
        Add(new Flag<bool>(name, fallback, static t => t is "1" or "t" or "T" or "true" or "TRUE" or "True" || (t is "0" or "f" or "F" or "false" or "FALSE" or "False" ? false : throw new FormatException("no boolean")), description));

    /// <summary>A whole number.</summary>
    public Flag<int> Whole(string name, int fallback, string description) =>
        Add(new Flag<int>(name, fallback, static t => int.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw new FormatException("no whole number"), description));

    /// <summary>A number that is not below nought.</summary>
    public Flag<double> Number(string name, double fallback, string description) =>
        Add(new Flag<double>(name, fallback, static t => double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && double.IsFinite(value) ? value : throw new FormatException("no number from 0 on"), description));

    /// <summary>A time as Go writes it: 1h30m, 10s, 500ms.</summary>
    public Flag<TimeSpan> Duration(string name, TimeSpan fallback, string description) => Add(new Flag<TimeSpan>(name, fallback, ReadDuration, description));

    /// <summary>Such a time of more than zero.</summary>
    public Flag<TimeSpan> Period(string name, TimeSpan fallback, string description) =>
        Add(new Flag<TimeSpan>(name, fallback, static t => ReadDuration(t) is var value && value > TimeSpan.Zero ? value : throw new FormatException("it must be more than zero"), description));

    /// <summary>An address.</summary>
    public Flag<IPAddress> Address(string name, IPAddress fallback, string description) =>
        Add(new Flag<IPAddress>(name, fallback, static t => IPAddress.TryParse(t, out var value) ? value : throw new FormatException("no IP address"), description));

    /// <summary>Texts parted by commas; given again, more of them.</summary>
    public Flag<ImmutableArray<string>> List(string name, string description)
    {
        var all = ImmutableArray<string>.Empty;
        return Add(new Flag<ImmutableArray<string>>(name, [], t => all = all.AddRange(t.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)), description));
    }

    /// <summary>A text each time that it is given.</summary>
    public Flag<ImmutableArray<string>> Each(string name, string description)
    {
        var all = ImmutableArray<string>.Empty;
        return Add(new Flag<ImmutableArray<string>>(name, [], t => all = all.Add(t), description));
    }

    /// <summary>Flags under upstream's names that change nothing here, so that its manifests can be used as they are.</summary>
    public void Ignored(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) { _ignored.Add(Text(name, "", "accepted for compatibility; changes nothing")); }
    }

    /// <summary>The flags that were given, as they were written.</summary>
    public IEnumerable<(string Name, string Text)> Given => _flags.Values.Where(static f => f.IsGiven).Select(static f => (f.Name, f.Text));

    /// <summary>Names of such flags that were given: whoever gave them should know.</summary>
    public IEnumerable<string> GivenInVain => _ignored.Where(static f => f.IsGiven).Select(static f => f.Name);

    /// <summary>Reads the words.</summary>
    /// <exception cref="FlagException">A flag is unknown, its value is missing or wrong, or a word is no flag.</exception>
    public void Parse(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (!word.StartsWith('-') || word.Length < 2) { throw new FlagException($"unknown command \"{word}\": only flags are taken"); }
            var body = word.TrimStart('-');
            var equals = body.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? body : body[..equals];
            if (!_flags.TryGetValue(name, out var flag)) { throw new FlagException(word.StartsWith("--", StringComparison.Ordinal) ? $"unknown flag: --{name}" : $"unknown shorthand flag: '{name[0]}' in -{body}"); }
            if (equals >= 0) { flag.Take(body[(equals + 1)..]); }
            else if (flag.IsSwitch) { flag.Take("true"); }
            else if (++i < words.Count) { flag.Take(words[i]); }
            else { throw new FlagException($"flag needs an argument: --{name}"); }
        }
    }

    /// <summary>What --help prints.</summary>
    public string Help()
    {
        var text = new StringBuilder("Flags:\n");
        foreach (var flag in _flags.Values.OrderBy(static f => f.Name, StringComparer.Ordinal)) { text.Append(CultureInfo.InvariantCulture, $"      --{flag.Name,-42} {flag.Description}\n"); }
        return text.ToString();
    }

    private static TimeSpan ReadDuration(string text)
    {
        var (total, i) = (TimeSpan.Zero, 0);
        if (text == "0") { return total; }
        while (i < text.Length)
        {
            var number = i;
            while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.')) { i++; }
            var unit = i;
            while (i < text.Length && char.IsAsciiLetter(text[i])) { i++; }
            if (!double.TryParse(text[number..unit], CultureInfo.InvariantCulture, out var count)) { throw new FormatException("no duration"); }
            total += text[unit..i] switch
            {
                "ms" => TimeSpan.FromMilliseconds(count),
                "s" => TimeSpan.FromSeconds(count),
                "m" => TimeSpan.FromMinutes(count),
                "h" => TimeSpan.FromHours(count),
                _ => throw new FormatException("unknown unit in duration"),
            };
        }
        return text.Length > 0 ? total : throw new FormatException("no duration");
    }

    private Flag<T> Add<T>(Flag<T> flag)
    {
        _flags.Add(flag.Name, flag);
        return flag;
    }
}
