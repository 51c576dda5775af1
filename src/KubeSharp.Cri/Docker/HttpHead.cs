using System.Globalization;
using System.Text;

namespace KubeSharp.Cri.Docker;

/// <summary>The head of an HTTP answer, read without taking anything of what follows it.</summary>
internal static class HttpHead
{
    private const int MaxBytes = 16 * 1024;
    private const string LengthHeader = "Content-Length:";

    /// <summary>The status code and the length of the body; 0 where none is told.</summary>
    /// <exception cref="IOException">It is none, or too long.</exception>
    public static async Task<(int Code, int Length)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>(256);
        var one = new byte[1];
        while (!(head.Count > 3 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n'))
        {
            await stream.ReadExactlyAsync(one, cancellationToken).ConfigureAwait(false);
            head.Add(one[0]);
            if (head.Count > MaxBytes) { throw new IOException("the container runtime answered too long a head"); }
        }
        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n");
        var length = lines.FirstOrDefault(static l => l.StartsWith(LengthHeader, StringComparison.OrdinalIgnoreCase));
        return lines[0].Split(' ') is [_, var code, ..] && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, length is null ? 0 : int.Parse(length.AsSpan(LengthHeader.Length), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture))
            : throw new IOException($"the container runtime answered \"{lines[0]}\"");
    }
}
