namespace KubeSharp.Machinery.Serialization;

/// <summary>Base64 as Go's standard encoding reads it: line ends are skipped, other white space is not. Pure.</summary>
public static class GoBase64
{
    /// <summary>Where the text stops being base64, in bytes from its beginning; -1: it is.</summary>
    public static int MistakeAt(ReadOnlySpan<byte> text)
    {
        for (var i = 0; ;)
        {
            var read = 0;
            while (read < 4)
            {
                if (i == text.Length) { return read == 0 ? -1 : i - read; }
                var letter = text[i++];
                if (letter is (byte)'\r' or (byte)'\n') { continue; }
                if (letter == '=') { return Padding(text, i, read); }
                if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'+' or (byte)'/')) { return i - 1; }
                read++;
            }
        }
    }

    // After the first sign of padding, which ends a group of which so many letters were read.
    private static int Padding(ReadOnlySpan<byte> text, int next, int read)
    {
        if (read < 2) { return next - 1; }
        if (read == 2)
        {
            next = AfterLineEnds(text, next);
            if (next == text.Length) { return next; }
            if (text[next] != '=') { return next - 1; }
            next++;
        }
        next = AfterLineEnds(text, next);
        return next < text.Length ? next : -1;
    }

    private static int AfterLineEnds(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)'\r' or (byte)'\n') { at++; }
        return at;
    }
}
