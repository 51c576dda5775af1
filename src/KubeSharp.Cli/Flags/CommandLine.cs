namespace KubeSharp.Cli.Flags;

/// <summary>A command's words, read: flags anywhere, -abc, -ovalue, -o=value, --flag=value, --flag value, and all after -- as it stands.</summary>
/// <param name="Flags">The values of the flags.</param>
/// <param name="Arguments">The words that are no flags.</param>
/// <param name="DashAt">How many arguments stood before --; -1 where there was none.</param>
internal sealed record CommandLine(FlagValues Flags, IReadOnlyList<string> Arguments, int DashAt)
{
    /// <summary>Reads the words. Pure.</summary>
    /// <param name="words">What follows the command's name.</param>
    /// <param name="flags">The flags it takes.</param>
    /// <param name="keepsUnknown">Where set, the first argument ends the flags (plug-ins).</param>
    /// <exception cref="FlagException">A flag is unknown, lacks its value, or has a wrong one.</exception>
    public static CommandLine Read(IReadOnlyList<string> words, IEnumerable<FlagSpec> flags, bool keepsUnknown = false)
    {
        var byName = new Dictionary<string, FlagSpec>(StringComparer.Ordinal);
        var byLetter = new Dictionary<char, FlagSpec>();
        foreach (var flag in flags)
        {
            byName.TryAdd(flag.Name, flag);
            if (flag.Shorthand.Length > 0) { byLetter.TryAdd(flag.Shorthand[0], flag); }
        }
        var values = new FlagValues(byName);
        var arguments = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word == "--") { return new CommandLine(values, [.. arguments, .. words.Skip(i + 1)], arguments.Count); }
            if (word.StartsWith("--", StringComparison.Ordinal)) { i = ReadLong(words, i, byName, values); }
            else if (word.Length > 1 && word[0] == '-') { i = ReadShort(words, i, byLetter, values); }
            else if (keepsUnknown) { return new CommandLine(values, [.. arguments, .. words.Skip(i)], -1); }
            else { arguments.Add(word); }
        }
        return new CommandLine(values, arguments, -1);
    }

    private static int ReadLong(IReadOnlyList<string> words, int at, Dictionary<string, FlagSpec> flags, FlagValues values)
    {
        var word = words[at][2..];
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals >= 0 ? word[..equals] : word;
        if (name.Length == 0 || name[0] is '-' or '=') { throw new FlagException($"bad flag syntax: {words[at]}"); }
        if (!flags.TryGetValue(name.Replace('_', '-'), out var flag)) { throw new FlagException($"unknown flag: --{name}"); }
        if (equals >= 0) { values.Set(flag, word[(equals + 1)..], Written(flag)); return at; }
        if (flag.WithoutValue is { } alone) { values.Set(flag, alone, Written(flag)); return at; }
        if (at + 1 >= words.Count) { throw new FlagException($"flag needs an argument: --{name}"); }
        values.Set(flag, words[at + 1], Written(flag));
        return at + 1;
    }

    private static int ReadShort(IReadOnlyList<string> words, int at, Dictionary<char, FlagSpec> flags, FlagValues values)
    {
        var letters = words[at][1..];
        for (var i = 0; i < letters.Length; i++)
        {
            if (!flags.TryGetValue(letters[i], out var flag)) { throw new FlagException($"unknown shorthand flag: '{letters[i]}' in -{letters[i..]}"); }
            if (i + 1 < letters.Length && letters[i + 1] == '=') { values.Set(flag, letters[(i + 2)..], Written(flag)); return at; }
            if (flag.WithoutValue is { } alone) { values.Set(flag, alone, Written(flag)); continue; }
            if (i + 1 < letters.Length) { values.Set(flag, letters[(i + 1)..], Written(flag)); return at; }
            if (at + 1 >= words.Count) { throw new FlagException($"flag needs an argument: '{letters[i]}' in -{letters[i..]}"); }
            values.Set(flag, words[at + 1], Written(flag));
            return at + 1;
        }
        return at;
    }

    private static string Written(FlagSpec flag) => flag.Shorthand.Length > 0 ? $"-{flag.Shorthand}, --{flag.Name}" : $"--{flag.Name}";
}
