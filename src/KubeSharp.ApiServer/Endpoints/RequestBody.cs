using System.Buffers;
using System.Text;
using System.Text.Json;
using KubeSharp.Api.Protobuf;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Reads what clients send.</summary>
public static class RequestBody
{
    /// <summary>Largest body, bytes; as upstream's.</summary>
    public const int BytesMax = 3 * 1024 * 1024;

    // Before the text it says nothing of it.
    private const char ByteOrderMark = '\ufeff';
    private const string ProtobufType = "application/vnd.kubernetes.protobuf";

    /// <summary>The whole body.</summary>
    /// <exception cref="StatusException">413: it is too large.</exception>
    public static async ValueTask<byte[]> ReadBytesAsync(RequestScope scope)
    {
        if (scope.Http.Request.ContentLength > BytesMax) { throw TooLarge(); }
        var buffer = new ArrayBufferWriter<byte>((int)Math.Max(256, scope.Http.Request.ContentLength ?? 4096));
        var reader = scope.Http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(scope.Cancellation).ConfigureAwait(false);
            foreach (var segment in read.Buffer) { buffer.Write(segment.Span); }
            reader.AdvanceTo(read.Buffer.End);
            if (buffer.WrittenCount > BytesMax) { throw TooLarge(); }
            if (read.IsCompleted) { return buffer.WrittenSpan.ToArray(); }
        }
    }

    /// <summary>The body as an object of no kind in particular; null where it is empty.</summary>
    /// <exception cref="StatusException">400: it is malformed; 415: its type is not read.</exception>
    public static async ValueTask<(ObjectNode Value, byte[] Json)?> ReadIfAnyAsync(RequestScope scope)
    {
        var bytes = await ReadBytesAsync(scope).ConfigureAwait(false);
        return bytes.Length == 0 ? null : Read(scope, bytes, "");
    }

    /// <summary>The body as an object of the kind.</summary>
    /// <exception cref="StatusException">400: it is malformed, or empty; 415: its type is not read.</exception>
    public static async ValueTask<(ObjectNode Value, byte[] Json)> ReadObjectAsync(RequestScope scope, string kind) => Read(scope, await ReadBytesAsync(scope).ConfigureAwait(false), kind);

    private static (ObjectNode Value, byte[] Json) Read(RequestScope scope, byte[] bytes, string kind)
    {
        var read = ContentType.Of(scope.Http.Request) == ProtobufType ? ParseProtobuf(bytes, kind) : Parse(bytes, IsYaml(scope), kind, scope.DuplicateKeys.Add);
        Audit.AuditTrail.Of(scope.Http)?.Sent(read.Value);
        return SchemeKinds.Unreadable(read.Value) is { } why ? throw Refused(kind, why, bytes, null) : read;
    }

    /// <summary>Reads JSON or YAML; keys set twice in YAML are told, or where nobody listens an error.</summary>
    /// <exception cref="StatusException">400: it is malformed.</exception>
    public static (ObjectNode Value, byte[] Json) Parse(byte[] bytes, bool isYaml, string kind = "object", Action<string>? duplicates = null)
    {
        var sent = bytes;
        try
        {
            if (isYaml)
            {
                var yaml = Yaml.Read(Encoding.UTF8.GetString(bytes).TrimStart(ByteOrderMark), duplicates);
                bytes = yaml.ToUtf8();
                return (ObjectOf(yaml) ?? throw NoObject(yaml, kind, sent), bytes);
            }
            var node = Node.Parse(bytes);
            return (ObjectOf(node) ?? throw NoObject(node, kind, bytes), bytes);
        }
        catch (JsonException e) { throw Unrecognized(kind, JsonMistakes.Words(e, bytes), sent, e); }
        catch (FormatException e) { throw Refused(kind, e.Message.Replace(Yaml.Unconverted, "", StringComparison.Ordinal), sent, e); }
    }

    /// <summary>An object of the kind the schema describes, in its shape; what it does not know is treated as fieldValidation says.</summary>
    /// <exception cref="StatusException">400: it does not fit; 422 where it is what a patch made.</exception>
    public static ObjectNode InShape(RequestScope scope, ObjectNode value, byte[] json, Schema schema, PatchBody? patch = null)
    {
        var mode = scope.Query("fieldValidation") is { Length: > 0 } asked ? asked : "Warn";
        var unknown = new List<string>();
        ObjectNode read;
        try { read = new DocumentReader(unknown.Add).Read(value, schema); }
        catch (StatusException e) when (e.Is(StatusReason.BadRequest)) { throw Misfit(value, e.Status.Message, schema, patch, e); }
        if (mode == "Ignore") { return read; }
        IReadOnlyList<string> duplicates = DuplicateFields.Find(json);
        if (unknown.Count + duplicates.Count + scope.DuplicateKeys.Count == 0) { return read; }
        var mistakes = DuplicateFields.Mistakes(json, unknown, duplicates);
        if (mode == "Strict")
        {
            IEnumerable<string> keys = scope.DuplicateKeys.Count == 0 ? [] : ["yaml: unmarshal errors:" + string.Concat(scope.DuplicateKeys.Select(static k => "\n  " + k))];
            throw Misfit(value, "strict decoding error: " + string.Join(", ", keys.Concat(mistakes)), schema, patch, null);
        }
        foreach (var text in scope.DuplicateKeys.Concat(mistakes)) { scope.Warn(text); }
        return read;
    }

    private static StatusException Misfit(ObjectNode value, string what, Schema schema, PatchBody? patch, Exception? cause) => patch?.Misfit(value, schema, what)
        ?? StatusException.BadRequest($"{value.TextAt("kind")} in version \"{VersionOf(value)}\" cannot be handled as a {value.TextAt("kind")}: {what}", cause);

    /// <summary>Whether the body's type is YAML; throws where it is neither that nor JSON.</summary>
    public static bool IsYaml(RequestScope scope)
    {
        return ContentType.Of(scope.Http.Request) switch
        {
            "" or "application/json" or "*/*" => false,
            "application/yaml" => true,
            _ => throw new StatusException(new Status(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf")),
        };
    }

    // What is in protobuf has no duplicate fields: the JSON to look for them in is empty.
    private static (ObjectNode Value, byte[] Json) ParseProtobuf(byte[] bytes, string kind)
    {
        try { return (ProtobufReader.Read(bytes), [(byte)'{', (byte)'}']); }
        catch (FormatException e) { throw Refused(kind, e.Message, bytes, e); }
    }

    private static string VersionOf(ObjectNode value) => value.TextAt("apiVersion") is { } text ? text[(text.LastIndexOf('/') + 1)..] : "";

    // Compat: nothing is an object without fields.
    private static ObjectNode? ObjectOf(Node node) => node is NullNode ? ObjectNode.Empty : node as ObjectNode;

    // Compat: Go's type of what all objects have is named to clients.
    private static StatusException NoObject(Node node, string kind, byte[] json) =>
        Unrecognized(kind, $"json: cannot unmarshal {node.Kind} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}", json, null);

    // What is to be of no kind in particular is not shown.
    private static StatusException Unrecognized(string kind, string what, byte[] json, Exception? cause) => Refused(kind, $"couldn't get version/kind; json parse error: {what}", json, cause);

    private static StatusException Refused(string kind, string told, byte[] sent, Exception? cause) =>
        StatusException.BadRequest(kind.Length == 0 ? told : $"the object provided is unrecognized (must be of type {kind}): {told} ({JsonMistakes.Shown(sent)})", cause);

    private static StatusException TooLarge() =>
        new(new Status(413, StatusReason.RequestEntityTooLarge, $"Request entity too large: limit is {BytesMax}"));
}
