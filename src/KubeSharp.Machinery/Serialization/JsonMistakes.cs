using System.Text;
using System.Text.Json;

namespace KubeSharp.Machinery.Serialization;

/// <summary>Words a malformed body as upstream's parser does.</summary>
public static class JsonMistakes
{
    private const int ShownBytesMax = 30;

    /// <summary>What is wrong.</summary>
    /// <param name="mistake">What our reader found: it counts where the text is JSON, and only too deep.</param>
    /// <param name="body">The text.</param>
    public static string Words(JsonException mistake, byte[] body) => new JsonScanner(body).Find() ?? mistake.Message;

    /// <summary>The body as it is shown: an object as text, cut where it is long, anything else in hexadecimal.</summary>
    public static string Shown(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) { return "<empty>"; }
        var start = body[..Math.Min(body.Length, ShownBytesMax)];
        return (body[0] == '{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start)) + (body.Length > ShownBytesMax ? " ..." : "");
    }
}
