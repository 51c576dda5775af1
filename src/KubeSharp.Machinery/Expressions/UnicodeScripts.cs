using System.Collections.Frozen;

namespace KubeSharp.Machinery.Expressions;

/// <summary>Unicode categories by RE2's names, and those of its scripts that .NET knows as blocks.</summary>
internal static class UnicodeScripts
{
    private static readonly FrozenSet<string> _categories = new[]
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Cs", "Co", "Cn",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> _scripts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Greek"] = "IsGreek",
        ["Cyrillic"] = "IsCyrillic",
        ["Hebrew"] = "IsHebrew",
        ["Arabic"] = "IsArabic",
        ["Thai"] = "IsThai",
        ["Hangul"] = "IsHangulSyllables",
        ["Hiragana"] = "IsHiragana",
        ["Katakana"] = "IsKatakana",
        ["Han"] = "IsCJKUnifiedIdeographs",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>.NET's name; null where there is none.</summary>
    public static string? Find(string name) => _categories.Contains(name) ? name : _scripts.GetValueOrDefault(name);
}
