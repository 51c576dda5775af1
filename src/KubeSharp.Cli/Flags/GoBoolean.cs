namespace KubeSharp.Cli.Flags;

/// <summary>Truth as Go reads it. Source: strconv.ParseBool.</summary>
internal static class GoBoolean
{
    private static readonly string[] _true = ["1", "t", "T", "true", "TRUE", "True"], _false = ["0", "f", "F", "false", "FALSE", "False"];

    /// <summary>Reads a text; false: it says neither.</summary>
    public static bool TryParse(string? text, out bool value)
    {
        value = _true.Contains(text);
        return value || _false.Contains(text);
    }
}
