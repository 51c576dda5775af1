using System.Text;
using System.Text.Json;
using KubeSharp.Api;
using KubeSharp.Api.Protobuf;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Writes answers. Compat: what is no JSON for people ends its line, as Go's encoder does; pinned by EncodingTests.</summary>
public static class Answer
{
    private static readonly byte[] _lineEnd = "\n"u8.ToArray();

    /// <summary>JSON bytes as they are, or as YAML where that is wanted.</summary>
    public static Task WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> utf8, bool isYaml) =>
        WriteAsync(http, code, utf8, new MediaType(AnswerForm.Object, isYaml ? AnswerEncoding.Yaml : AnswerEncoding.Json));

    /// <summary>JSON bytes, brought into the encoding.</summary>
    public static Task WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> utf8, MediaType media)
    {
        AuditTrail.Of(http)?.Answered(utf8);
        return EncodedAsync(http, code, media.Encoding switch
        {
            AnswerEncoding.Yaml => Encoding.UTF8.GetBytes(Yaml.Write(FieldOrder.Sorted(Node.Parse(utf8.Span)))),
            AnswerEncoding.Protobuf => ProtobufOf((ObjectNode)Node.Parse(utf8.Span)),
            _ => IsPretty(http) ? Indented(Node.Parse(utf8.Span)) : utf8,
        }, media, endsLine: media.Encoding == AnswerEncoding.Json && !IsPretty(http));
    }

    /// <summary>A tree.</summary>
    public static Task WriteAsync(HttpContext http, int code, Node node, bool isYaml = false) => WriteAsync(http, code, node.ToUtf8(), isYaml);

    /// <summary>A tree in the encoding.</summary>
    public static Task WriteAsync(HttpContext http, int code, ObjectNode node, MediaType media) =>
        media.Encoding == AnswerEncoding.Protobuf && AuditTrail.Of(http) is null ? EncodedAsync(http, code, ProtobufOf(node), media) : WriteAsync(http, code, node.ToUtf8(), media);

    /// <summary>Bytes that are in the encoding already.</summary>
    public static async Task EncodedAsync(HttpContext http, int code, ReadOnlyMemory<byte> bytes, MediaType media, bool endsLine = false)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = media.Name;
        var body = new AnswerBody(http);
        await using (body.ConfigureAwait(false))
        {
            await body.WriteAsync(bytes).ConfigureAwait(false);
            if (endsLine) { await body.WriteAsync(_lineEnd).ConfigureAwait(false); }
        }
    }

    /// <summary>JSON for people, whoever asks: the version, the paths there are.</summary>
    public static Task IndentedAsync(HttpContext http, ObjectNode node) => EncodedAsync(http, 200, Indented(node), default);

    /// <summary>A refusal.</summary>
    public static Task WriteAsync(HttpContext http, Status status)
    {
        if (status.RetryAfterSeconds > 0) { http.Response.Headers.RetryAfter = status.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture); }
        var accepted = MediaType.Negotiate(http.Request.Headers.Accept.ToString(), true, allowsProtobuf: true);
        return WriteAsync(http, status.Code, status.ToNode(), accepted ?? default);
    }

    /// <summary>Plain text of an error, or of what upstream writes alike.</summary>
    public static Task TextAsync(HttpContext http, int code, string text)
    {
        http.Response.Headers["X-Content-Type-Options"] = "nosniff";
        return PageAsync(http, code, text);
    }

    /// <summary>A page for people.</summary>
    public static Task PageAsync(HttpContext http, int code, string text)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.WriteAsync(text, http.RequestAborted);
    }

    /// <summary>404 of a path below which nothing is served. Compat: plain text, whatever is accepted; pinned by ServerTests.</summary>
    public static Task NoPageAsync(HttpContext http) => TextAsync(http, 404, "404 page not found\n");

    /// <summary>What the client accepts.</summary>
    /// <exception cref="StatusException">406: nothing that is served.</exception>
    public static MediaType Accepted(RequestScope scope, bool allowsForms = true, bool allowsProtobuf = false) =>
        MediaType.Negotiate(scope.Http.Request.Headers.Accept.ToString(), allowsForms, allowsProtobuf)
        ?? throw new StatusException(new Status(406, StatusReason.NotAcceptable, $"only the following media types are accepted: application/json, application/yaml{(allowsProtobuf ? ", application/vnd.kubernetes.protobuf" : "")}"));

    /// <summary>What the client accepts of the resource: built-in ones travel in protobuf too.</summary>
    /// <exception cref="StatusException">406: nothing that is served.</exception>
    public static MediaType Accepted(RequestScope scope, ApiResource version) =>
        Accepted(scope, true, ProtobufKinds.Schema(version.GroupVersion, version.Kind) is not null);

    /// <summary>Refuses who asks for the metadata of a list as of one object, or the other way round. Compat: the internal type of the kind is named.</summary>
    /// <exception cref="StatusException">406: it is the other.</exception>
    public static void RequireForm(MediaType media, ApiResource version, bool isList)
    {
        if (media.Form != AnswerForm.Metadata || media.IsList == isList) { return; }
        var type = ApiResources.Kinds.Any(k => k.GroupVersion == version.GroupVersion && k.Kind == version.Kind)
            ? $"{(version.Group is "" or "events.k8s.io" ? "core" : version.Group.Split('.')[0])}.{version.Kind}" : "unstructured.Unstructured";
        throw new StatusException(new Status(406, StatusReason.NotAcceptable, isList
            ? $"you requested PartialObjectMetadata, but the requested object is a list (*{type}List)" : $"you requested PartialObjectMetadataList, but the requested object is not a list (*{type})"));
    }

    /// <summary>The client wants JSON that people can read: it says so, or is one of those that people look through.</summary>
    public static bool IsPretty(HttpContext http)
    {
        if (http.Request.Query["pretty"] is [{ Length: > 0 } asked, ..]) { return asked is "1" or "t" or "T" or "true" or "TRUE" or "True"; }
        var agent = http.Request.Headers.UserAgent.ToString();
        return agent.StartsWith("curl", StringComparison.Ordinal) || agent.StartsWith("Wget", StringComparison.Ordinal) || agent.StartsWith("Mozilla/5.0", StringComparison.Ordinal);
    }

    private static byte[] Indented(Node node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Node.WriterOptions with { Indented = true, IndentSize = 2, NewLine = "\n" })) { node.WriteTo(writer); }
        return buffer.ToArray();
    }

    private static byte[] ProtobufOf(ObjectNode node) => ProtobufWriter.Object(node)
        ?? throw new StatusException(new Status(406, StatusReason.NotAcceptable, $"object of kind {node.TextAt("kind")} does not implement the protobuf marshalling interface and cannot be encoded to a protobuf message"));
}
