using System.Text.Json;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Where the next page of a list begins. Its form is nobody's business but ours.</summary>
/// <param name="Revision">The revision of the whole list; -1: whatever is newest.</param>
/// <param name="Namespace">The last object given.</param>
/// <param name="Name">The last object given.</param>
public sealed record ContinueToken(long Revision, string Namespace, string Name)
{
    /// <summary>The token for the wire.</summary>
    public override string ToString() => Convert.ToBase64String(
        ObjectNode.Of(("v", "meta.k8s.io/v1"), ("rv", Revision), ("ns", Namespace), ("name", Name)).ToUtf8()).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Reads a token.</summary>
    /// <exception cref="StatusException">400: it is none.</exception>
    public static ContinueToken Parse(string text)
    {
        byte[] bytes = [];
        try
        {
            bytes = Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
            var node = Node.Parse(bytes);
            if (node.TextAt("name") is { Length: > 0 } name && node.At("rv") is NumberNode revision) { return new(revision.Integer, node.TextAt("ns") ?? "", name); }
        }
        catch (FormatException e) { throw Bad("illegal base64 data", e); }
        catch (JsonException e) { throw Bad(JsonMistakes.Words(e, bytes), e); }
        throw Bad("incomplete");
    }

    private static StatusException Bad(string why, Exception? cause = null) => StatusException.BadRequest($"continue key is not valid: {why}", cause);
}
