using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Connection;

/// <summary>What a server answered, or something on the way to it that speaks no API. Pure.</summary>
internal static class Answer
{
    private const int ShownBytesMax = 2048;
    private const string Success = "Success", Failure = "Failure";

    // What is made of a code where the answer is no Status; null: what the answer says.
    private static readonly Dictionary<int, (string Reason, string? Message)> _codes = new()
    {
        [400] = ("BadRequest", "the server rejected our request for an unknown reason"),
        [401] = ("Unauthorized", "the server has asked for the client to provide credentials"),
        [403] = ("Forbidden", null),
        [404] = ("NotFound", "the server could not find the requested resource"),
        [405] = ("MethodNotAllowed", "the server does not allow this method on the requested resource"),
        [406] = ("NotAcceptable", null),
        [409] = ("Conflict", "the server reported a conflict"),
        [415] = ("UnsupportedMediaType", null),
        [422] = ("Invalid", "the server rejected our request due to an error in our request"),
        [429] = ("TooManyRequests", "the server has received too many requests and has asked us to try again later"),
        [503] = ("ServiceUnavailable", "the server is currently unable to handle the request"),
        [504] = ("Timeout", "the server was unable to return a response in the time allotted, but may still be processing the request"),
    };

    /// <summary>The object of an answer.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="type">Its Content-Type.</param>
    /// <param name="isOfAnyKind">Whether any kind was awaited, so that the answer must say which it is.</param>
    /// <exception cref="CliException">It is none.</exception>
    /// <exception cref="StatusException">It tells of a failure.</exception>
    public static ObjectNode Read(byte[] body, MediaTypeHeaderValue? type, bool isOfAnyKind)
    {
        if (type is { MediaType: not ("application/json" or "application/yaml") and var other }) { throw new CliException($"serializer for {other} doesn't exist"); }
        if (body.Length == 0 && !isOfAnyKind) { return ObjectNode.Empty; }
        var node = Parse(body, isOfAnyKind);
        if (node is not (ObjectNode or NullNode)) { throw new CliException(Unread($"json: cannot unmarshal {(node is BooleanNode ? "bool" : node.Kind)} into Go value of type {(isOfAnyKind ? "unstructured.detector" : "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }")}", isOfAnyKind)); }
        var read = node as ObjectNode ?? ObjectNode.Empty;
        if (Status.From(read) is { } status && read.TextAt("status") != Success) { throw new StatusException(status); }
        if (!isOfAnyKind) { return read; }
        foreach (var (field, name) in ((string, string)[])[("kind", "Kind"), ("apiVersion", "apiVersion")])
        {
            if (read.TextAt(field) is null or "") { throw new CliException($"Object '{name}' is missing in '{Encoding.UTF8.GetString(body)}'"); }
        }
        return read;
    }

    /// <summary>What a refused request is told with: the Status of the answer, or what its code says.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="type">Its Content-Type.</param>
    /// <param name="code">The HTTP code.</param>
    /// <param name="method">Of the request.</param>
    /// <param name="path">Of the request; empty: no resource was asked for.</param>
    public static StatusException Refusal(byte[] body, MediaTypeHeaderValue? type, int code, HttpMethod method, string path)
    {
        try
        {
            if (Node.Parse(body) is ObjectNode said && Status.From(said) is { } status && said.TextAt("status") is Failure) { return new StatusException(status); }
        }
        catch (JsonException) { }
        var text = type is null || type.MediaType!.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, ShownBytesMax))).Trim() : "unknown";
        var (reason, message) = _codes.TryGetValue(code, out var known) ? (known.Reason, known.Message ?? text)
            : code >= 500 ? ("InternalError", $"an error on the server ({QuotedText.Go(text)}) has prevented the request from succeeding")
            : ("", $"the server responded with the status code {code} but did not return more information");
        if (code == 406 && text is "" or "unknown") { message = "the server was unable to respond with a content type that the client supports"; }
        if (code == 409 && method == HttpMethod.Post) { reason = StatusReason.AlreadyExists; }
        var (resource, group, name) = Asked(path);
        var where = resource.Length == 0 ? "" : $" ({method.Method.ToLowerInvariant()} {resource}{(group.Length > 0 ? $".{group}" : "")}{(name.Length > 0 ? $" {name}" : "")})";
        return new StatusException(new Status(code, reason, message + where) { Kind = resource, Group = group, Name = name, Causes = [new StatusCause("UnexpectedServerResponse", text, "")] });
    }

    private static Node Parse(byte[] body, bool isOfAnyKind)
    {
        try { return Node.Parse(body); }
        catch (JsonException e) { throw new CliException(Unread(JsonMistakes.Words(e, body), isOfAnyKind)); }
    }

    private static string Unread(string why, bool isOfAnyKind) => isOfAnyKind ? why : $"couldn't get version/kind; json parse error: {why}";

    // /api/v1/namespaces/NS/pods/NAME/log
    private static (string Resource, string Group, string Name) Asked(string path)
    {
        var parts = path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, rest) = parts switch
        {
            ["api", _, .. var core] => ("", core),
            ["apis", var named, _, .. var others] => (named, others),
            _ => ("", []),
        };
        if (rest is ["namespaces", _, _, ..]) { rest = rest[2..]; }
        return rest.Length == 0 ? ("", "", "") : (rest[0], group, rest.Length > 1 ? Uri.UnescapeDataString(rest[1]) : "");
    }
}
