using System.Reflection;

namespace KubeSharp.Cli.Localization;

/// <summary>Messages in the user's language: Chinese where KUBESHARP_LANG, LC_ALL, LC_MESSAGES or LANG (the first that is set) says so, else English; the helps' headlines in some other languages too.</summary>
internal static class Text
{
    private static readonly string[] _variables = ["KUBESHARP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
    private static readonly Lazy<bool> _isChinese = new(static () => IsChineseIn(Environment.GetEnvironmentVariable));
    private static readonly Lazy<Phrases> _chinese = new(static () => Phrases.Parse(Read("chinese.tsv")));
    private static readonly Lazy<Dictionary<(string Language, string English), string>> _headlines = new(static () =>
        Read("languages.tsv").Split('\n').Select(static l => l.Split('\t')).Where(static f => f.Length == 3).ToDictionary(static f => (f[0], f[1]), static f => f[2]));

    /// <summary>Whether messages are Chinese.</summary>
    public static bool IsChinese => _isChinese.Value;

    /// <summary>The Chinese sentences.</summary>
    public static Phrases Chinese => _chinese.Value;

    /// <summary>The message in the user's language, or as it is.</summary>
    public static string Of(string english)
    {
        var language = Language(Environment.GetEnvironmentVariable);
        return Headline(language, english) ?? (IsChinese ? Chinese.Translate(english) : english);
    }

    /// <summary>A headline in a language of languages.tsv; null: it is not known there. Pure.</summary>
    public static string? Headline(string language, string english) => _headlines.Value.GetValueOrDefault((language, english));

    /// <summary>The language an environment asks for: de, zh_TW. Pure.</summary>
    public static string Language(Func<string, string?> variable) => (_variables.Select(variable).FirstOrDefault(static v => !string.IsNullOrEmpty(v)) ?? "").Split('.')[0] is var asked && asked is "zh_TW" or "zh_HK" ? "zh_TW" : asked.Split('_')[0];

    /// <summary>A writer whose lines are in the user's language.</summary>
    public static TextWriter Translated(TextWriter writer) => IsChinese ? new TranslatingWriter(writer, Chinese) : writer;

    /// <summary>Whether an environment asks for Chinese. Pure.</summary>
    public static bool IsChineseIn(Func<string, string?> variable) =>
        (_variables.Select(variable).FirstOrDefault(static v => !string.IsNullOrEmpty(v)) ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
