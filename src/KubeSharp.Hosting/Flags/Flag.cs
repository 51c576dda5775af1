namespace KubeSharp.Hosting.Flags;

/// <summary>One flag of a role, under upstream's name, with its value once the command line is read.</summary>
public sealed class Flag<T>(string name, T fallback, Func<string, T> read, string description) : IFlag
{
    /// <inheritdoc/>
    public string Name { get; } = name;
    /// <inheritdoc/>
    public string Description { get; } = description;
    /// <inheritdoc/>
    public bool IsSwitch => typeof(T) == typeof(bool);
    /// <summary>The value given, or the default.</summary>
    public T Value { get; private set; } = fallback;
    /// <inheritdoc/>
    public bool IsGiven { get; private set; }
    /// <inheritdoc/>
    public string Text { get; private set; } = "";

    /// <inheritdoc/>
    public void Take(string text)
    {
        try { Value = read(text); }
        catch (FormatException e) { throw new FlagException($"invalid argument \"{text}\" for \"--{Name}\" flag: {e.Message}"); }
        // A list grows, all else is replaced.
        Text = IsGiven && Value is System.Collections.IEnumerable and not string ? $"{Text},{text}" : text;
        IsGiven = true;
    }
}
