using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Connection;

/// <summary>Requests and answers as -v shows them: 6 a line each, 7 with the headers of requests, 8 with all headers and the beginning of bodies, 9 as a call of curl too.</summary>
internal sealed class RequestLog(int verbosity, Terminal terminal)
{
    private const int LinesLevel = 6;
    private const int HeadersLevel = 7;
    private const int BodiesLevel = 8;
    private const int CurlLevel = 9;
    private const string Place = "round_trippers.go:632";

    /// <summary>Tells of a request that is about to be sent.</summary>
    public void Sending(HttpRequestMessage request, Uri address, byte[]? body)
    {
        if (verbosity < HeadersLevel) { return; }
        if (verbosity >= BodiesLevel) { Write("helper.go:105", $"\"Request Body\" body={Body(body ?? [])}"); }
        var headers = Headers(request.Headers, request.Content?.Headers).ToArray();
        if (verbosity >= CurlLevel) { Write("round_trippers.go:560", $"\"Request\" curlCommand=<\n\tcurl -v -X{request.Method} {string.Concat(headers.Select(static h => $" -H \"{h.Name}: {h.Value}\""))} '{address}'\n >"); }
        Write("round_trippers.go:527", $"\"Request\" verb=\"{request.Method}\" url=\"{address}\" headers={Block(headers)}");
    }

    /// <summary>Tells of an answer whose body is not read yet.</summary>
    public void Answered(HttpRequestMessage request, Uri address, HttpResponseMessage response, TimeSpan after)
    {
        if (verbosity < LinesLevel) { return; }
        var status = $"status=\"{(int)response.StatusCode} {response.ReasonPhrase}\"";
        var milliseconds = string.Create(CultureInfo.InvariantCulture, $"milliseconds={(long)after.TotalMilliseconds}");
        Write(Place, verbosity switch
        {
            LinesLevel => $"\"Response\" verb=\"{request.Method}\" url=\"{address}\" {status} {milliseconds}",
            HeadersLevel => $"\"Response\" {status} {milliseconds}",
            _ => $"\"Response\" {status} headers={Block(Headers(response.Headers, response.Content.Headers))} {milliseconds}",
        });
    }

    /// <summary>Tells what the body of an answer was.</summary>
    public void Received(byte[] body)
    {
        if (verbosity >= BodiesLevel) { Write("helper.go:105", $"\"Response Body\" body={Body(body)}"); }
    }

    private static IEnumerable<(string Name, string Value)> Headers(HttpHeaders headers, HttpContentHeaders? more) =>
        headers.NonValidated.Concat(more?.NonValidated ?? default(HttpHeadersNonValidated)).SelectMany(static h => h.Value.Select(v => (h.Key, h.Key == "Authorization" ? $"{v.Split(' ')[0]} <masked>" : v))).OrderBy(static h => h.Key, StringComparer.Ordinal);

    private static string Block(IEnumerable<(string Name, string Value)> headers) => $"<\n{string.Concat(headers.Select(static h => $"\t{h.Name}: {h.Value}\n"))} >";

    private string Body(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        var max = verbosity switch { BodiesLevel => 1024, CurlLevel => 10_240, _ => int.MaxValue };
        return text.Length <= max ? new StringNode(text).ToString() : $"{new StringNode(text[..max])} [truncated {text.Length - max} chars]";
    }

    private void Write(string place, string text) => terminal.Error.WriteLine(Escapes.Neutralize(KlogLine.Of('I', terminal.Time.GetLocalNow(), place, text)));
}
