using System.Text;

namespace KubeSharp.Machinery.Tests.Fuzzing;

/// <summary>
/// Inputs made of good ones by small changes: bytes turned, taken out, doubled, parts of one put into another, tokens that decoders stumble over.
/// The same seed gives the same inputs; <c>KUBESHARP_FUZZ_SEED</c> and <c>KUBESHARP_FUZZ_ROUNDS</c> choose others.
/// </summary>
internal static class Mutations
{
    private const int RoundsDefault = 3000, ChangesMax = 6, LengthMax = 4096;
    private static readonly byte[][] _tokens =
    [
        .. new[] { "{", "}", "[", "]", "\"", ":", ",", "null", "true", "-", "1e400", "9223372036854775808", "\\u0000", "\\ud800", "&a ", "*a", "!!binary ", "<<: ", "---\n", "...\n", "|\n ", ">-\n", "# ", "%", "~", "\t", "\r\n", "0x7f", ".inf",
            "$patch", "$retainKeys", "$setElementOrder/a", "/-", "/~1", "~0", "in (", "notin", "!=", "==", "Ki", "e5", "?", "has(", ".map(x, ", "'", "b'", "(?i", "[[:alpha:]]", "\\pN", "{1,1001}", "\0" }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0x80], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [0x0a, 0xff, 0xff, 0xff, 0xff, 0x07], [0xef, 0xbb, 0xbf], [0xc0, 0xaf],
    ];

    /// <summary>As many inputs as are asked for.</summary>
    public static IEnumerable<byte[]> Of(params string[] corpus) => Of([.. corpus.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>As many inputs as are asked for.</summary>
    public static IEnumerable<byte[]> Of(byte[][] corpus)
    {
        var random = new Random(Number("KUBESHARP_FUZZ_SEED", 1));
        var rounds = Number("KUBESHARP_FUZZ_ROUNDS", RoundsDefault);
        foreach (var good in corpus) { yield return good; }
        for (var round = 0; round < rounds; round++)
        {
            var bytes = corpus[random.Next(corpus.Length)].ToList();
            for (var change = random.Next(1, ChangesMax); change > 0; change--) { Change(bytes, corpus, random); }
            yield return [.. bytes.Take(LengthMax)];
        }
    }

    /// <summary>What the input looks like, so that a failure can be tried again.</summary>
    public static string Show(byte[] input) => $"{Convert.ToHexString(input)} = {Encoding.UTF8.GetString(input)}";

    private static void Change(List<byte> bytes, byte[][] corpus, Random random)
    {
        var place = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 16), bytes.Count - place);
        switch (random.Next(6))
        {
            case 0 when bytes.Count > 0: bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes.RemoveRange(place, length); break;
            case 2: bytes.InsertRange(place, bytes.GetRange(place, length)); break;
            case 3:
                var other = corpus[random.Next(corpus.Length)];
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(place, other.AsSpan(from, Math.Min(random.Next(32), other.Length - from)).ToArray());
                break;
            default: bytes.InsertRange(place, _tokens[random.Next(_tokens.Length)]); break;
        }
    }

    private static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;
}
