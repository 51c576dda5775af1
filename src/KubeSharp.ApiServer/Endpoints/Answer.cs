using System.Text;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Writes answers.</summary>
public static class Answer
{
    /// <summary>JSON bytes as they are, or as YAML where that is wanted.</summary>
    public static async Task WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> utf8, bool isYaml)
    {
        http.Response.StatusCode = code;
        if (isYaml) { utf8 = Encoding.UTF8.GetBytes(Yaml.Write(Node.Parse(utf8.Span))); }
        http.Response.ContentType = isYaml ? "application/yaml" : "application/json";
        http.Response.ContentLength = utf8.Length;
        await http.Response.BodyWriter.WriteAsync(utf8, http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>A tree.</summary>
    public static Task WriteAsync(HttpContext http, int code, Node node, bool isYaml = false) => WriteAsync(http, code, node.ToUtf8(), isYaml);

    /// <summary>A refusal.</summary>
    public static Task WriteAsync(HttpContext http, Status status)
    {
        if (status.RetryAfterSeconds > 0) { http.Response.Headers.RetryAfter = status.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture); }
        var accepted = MediaType.Negotiate(http.Request.Headers.Accept.ToString(), true);
        return WriteAsync(http, status.Code, status.ToNode(), accepted?.IsYaml ?? false);
    }

    /// <summary>Plain text.</summary>
    public static Task TextAsync(HttpContext http, int code, string text)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers["X-Content-Type-Options"] = "nosniff";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    /// <summary>What the client accepts.</summary>
    /// <exception cref="StatusException">406: nothing that is served.</exception>
    public static MediaType Accepted(RequestScope scope, bool allowsForms = true) =>
        MediaType.Negotiate(scope.Http.Request.Headers.Accept.ToString(), allowsForms)
        ?? throw new StatusException(new Status(406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml"));
}
