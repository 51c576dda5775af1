using System.Text.RegularExpressions;

namespace KubeSharp.Cli.Commands;

/// <summary>Which lines of logs are shown. Pure.</summary>
/// <param name="Wanted">Only lines that it fits; null: all.</param>
/// <param name="Unwanted">No lines that it fits; null: none is left out.</param>
internal sealed record LogFilter(Regex? Wanted, Regex? Unwanted)
{
    private const string Emphasis = "\u001b[1;31m";
    private const string Plain = "\u001b[0m";

    /// <summary>Whether every line is shown.</summary>
    public bool TakesAll => Wanted is null && Unwanted is null;

    /// <summary>Whether a line is shown. A pattern that takes too long fits.</summary>
    public bool Takes(string line)
    {
        try { return Wanted?.IsMatch(line) != false && Unwanted?.IsMatch(line) != true; }
        catch (RegexMatchTimeoutException) { return true; }
    }

    /// <summary>The line with what the pattern found emphasized.</summary>
    public string Highlighted(string line, bool withColours)
    {
        if (!withColours || Wanted is null) { return line; }
        try { return Wanted.Replace(line, static m => m.Length == 0 ? "" : $"{Emphasis}{m.Value}{Plain}"); }
        catch (RegexMatchTimeoutException) { return line; }
    }
}
