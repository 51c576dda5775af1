using System.Text;
using KubeSharp.Cli.Streaming;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Connection;

/// <summary>Asks who the user is, where neither kubeconfig nor flags tell and the server is one to know it.</summary>
internal static class UserPrompt
{
    private static readonly string[] _known = ["username", "token", "tokenFile", "client-certificate", "client-certificate-data", "auth-provider", "exec"];

    /// <summary>Whether something of a user tells who it is.</summary>
    public static bool IsKnown(ObjectNode user) => _known.Any(f => user[f] is { } value and not StringNode { Value: "" });

    /// <summary>The user with the name and the password that were typed; the password is not shown.</summary>
    /// <exception cref="CliException">Nothing was typed, or the password would have been shown.</exception>
    public static async Task<ObjectNode> AskAsync(ObjectNode user, Terminal terminal, CancellationToken cancellation)
    {
        await SayAsync(terminal, "Please enter Username: ");
        var name = await ReadAsync(terminal.In, static (typed, c) => char.IsWhiteSpace(c) && typed > 0, cancellation);
        using var hidden = terminal.IsInTerminal ? new RawTerminal(keepsLines: true) : null;
        await SayAsync(terminal, "Please enter Password: ");
        if (hidden is null) { throw new CliException("error reading input for Password"); }
        return user.Set("username", name.Trim()).Set("password", await ReadAsync(terminal.In, static (_, c) => c == '\n', cancellation));
    }

    private static async Task SayAsync(Terminal terminal, string text)
    {
        await terminal.Out.WriteAsync(text);
        await terminal.Out.FlushAsync();
    }

    // What is typed up to a mark, byte by byte: what stands behind it is somebody else's. Blanks before a name are no part of it.
    private static async Task<string> ReadAsync(Stream input, Func<int, char, bool> isEnd, CancellationToken cancellation)
    {
        var (bytes, one, count) = (new List<byte>(), new byte[1], 0);
        while (await input.ReadAsync(one, cancellation) > 0)
        {
            if (isEnd(count, (char)one[0])) { return Encoding.UTF8.GetString([.. bytes]); }
            bytes.Add(one[0]);
            if (!char.IsWhiteSpace((char)one[0])) { count++; }
        }
        return count > 0 ? Encoding.UTF8.GetString([.. bytes]) : throw new CliException("EOF");
    }
}
