using System.Reflection;

namespace KubeSharp.Cli.Localization;

/// <summary>Messages in the user's language: Chinese where KUBESHARP_LANG, LC_ALL, LC_MESSAGES or LANG (the first that is set) says so, English otherwise.</summary>
internal static class Text
{
    private static readonly string[] _variables = ["KUBESHARP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
    private static readonly Lazy<bool> _isChinese = new(static () => IsChineseIn(Environment.GetEnvironmentVariable));
    private static readonly Lazy<Phrases> _chinese = new(static () => Phrases.Parse(Read()));

    /// <summary>Whether messages are Chinese.</summary>
    public static bool IsChinese => _isChinese.Value;

    /// <summary>The Chinese sentences.</summary>
    public static Phrases Chinese => _chinese.Value;

    /// <summary>The message in the user's language, or as it is.</summary>
    public static string Of(string english) => IsChinese ? Chinese.Translate(english) : english;

    /// <summary>A writer whose lines are in the user's language.</summary>
    public static TextWriter Translated(TextWriter writer) => IsChinese ? new TranslatingWriter(writer, Chinese) : writer;

    /// <summary>Whether an environment asks for Chinese. Pure.</summary>
    public static bool IsChineseIn(Func<string, string?> variable) =>
        (_variables.Select(variable).FirstOrDefault(static v => !string.IsNullOrEmpty(v)) ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    private static string Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("chinese.tsv")!);
        return reader.ReadToEnd();
    }
}
