namespace KubeSharp.Machinery.Serialization;

/// <summary>Text in base64 that is none.</summary>
internal static class Base64
{
    private static readonly System.Buffers.SearchValues<char> _alphabet = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>The place of the first character that cannot stand where it does. Compat: ends of lines are passed over; pinned by SentKindTests. Source: Go, encoding/base64.</summary>
    public static int IllegalAt(string text)
    {
        var (at, inGroup) = (0, 0);
        for (; at < text.Length; at++)
        {
            if (text[at] is '\r' or '\n') { continue; }
            if (text[at] == '=' && inGroup >= 2) { return Padded(text, at, inGroup); }
            if (!_alphabet.Contains(text[at])) { return at; }
            inGroup = (inGroup + 1) % 4;
        }
        return at - inGroup;
    }

    // A group of two needs two signs that fill it, and nothing comes after them. Compat: of a wrong second one the place of the first is told.
    private static int Padded(string text, int at, int inGroup)
    {
        if (inGroup == 3) { return at + 1; }
        var second = at + 1;
        while (second < text.Length && (text[second] is '\r' or '\n')) { second++; }
        return second == text.Length ? second : text[second] == '=' ? second + 1 : second - 1;
    }
}
