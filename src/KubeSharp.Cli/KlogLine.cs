using System.Globalization;

namespace KubeSharp.Cli;

/// <summary>A line as upstream's programs log it: level, day and time, process, place, what happened. Scripts look for them at -v=6 and above.</summary>
internal static class KlogLine
{
    /// <summary>Writes a line.</summary>
    /// <param name="level">I, W or E.</param>
    /// <param name="moment">When.</param>
    /// <param name="place">Where in upstream's program it is said.</param>
    /// <param name="text">What happened.</param>
    public static string Of(char level, DateTimeOffset moment, string place, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{level}{moment:MMdd HH:mm:ss.ffffff} {Environment.ProcessId,7} {place}] {text}");
}
