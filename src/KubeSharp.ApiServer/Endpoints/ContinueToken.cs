using System.Text.Json;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Where the next page of a list begins; in upstream's form.</summary>
/// <param name="Revision">The revision of the whole list; -1: whatever is newest.</param>
/// <param name="Namespace">The last object given.</param>
/// <param name="Name">The last object given.</param>
public sealed record ContinueToken(long Revision, string Namespace, string Name)
{
    private const string Form = "meta.k8s.io/v1";

    /// <summary>The token for the wire.</summary>
    public override string ToString() => Convert.ToBase64String(
        ObjectNode.Of(("v", Form), ("rv", Revision), ("start", (Namespace.Length > 0 ? Namespace + "/" : "") + Name + "\0")).ToUtf8()).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Reads a token.</summary>
    /// <exception cref="StatusException">400: it is none.</exception>
    public static ContinueToken Parse(string text)
    {
        byte[] bytes = [];
        ObjectNode token;
        try
        {
            bytes = Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
            token = Node.Parse(bytes) as ObjectNode ?? ObjectNode.Empty;
        }
        catch (FormatException e) { throw Bad(": illegal base64 data at input byte " + IllegalAt(text).ToString(System.Globalization.CultureInfo.InvariantCulture), e); }
        catch (JsonException e) { throw Bad(": " + JsonMistakes.Words(e, bytes), e); }
        if (token.TextAt("v") is var form && form != Form) { throw Bad($": server does not recognize this encoded version {form}"); }
        if (token["rv"] is not NumberNode { Integer: not 0 and var revision }) { throw Bad($": incorrect encoded start resourceVersion (version {Form})"); }
        if (token.TextAt("start") is not { Length: > 0 } start) { throw Bad($": encoded start key empty (version {Form})"); }
        var parts = start.TrimStart('/').TrimEnd('\0').Split('/');
        // Nobody leaves what the list is of.
        if (parts is not ([_] or [_, _]) || parts.Any(static p => p is "" or "." or "..")) { throw Bad(": " + start); }
        return new(revision, parts.Length == 2 ? parts[0] : "", parts[^1]);
    }

    private static int IllegalAt(string text)
    {
        var at = text.AsSpan().IndexOfAnyExcept(_alphabet);
        return at < 0 ? text.Length - 1 : at;
    }

    private static readonly System.Buffers.SearchValues<char> _alphabet = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static StatusException Bad(string why, Exception? cause = null) => StatusException.BadRequest($"invalid continue token: continue key is not valid{why}", cause);
}
