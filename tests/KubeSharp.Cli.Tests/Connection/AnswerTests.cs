using System.Net.Http.Headers;
using System.Text;
using KubeSharp.Cli.Connection;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Tests.Connection;

/// <summary>Answers of what is no API server, told as upstream's kubectl v1.36 told of them.</summary>
public sealed class AnswerTests
{
    private const string Pods = "/api/v1/namespaces/n/pods", Widget = "/apis/ex.io/v1/widgets/w%20x/status?a=b";

    [Theory]
    [InlineData(503, "text/plain", "service unavailable\n", "GET", Pods, "ServiceUnavailable", "the server is currently unable to handle the request (get pods)")]
    [InlineData(502, "text/html", "<b>\"bad\"</b>", "GET", Widget, "InternalError", "an error on the server (\"<b>\\\"bad\\\"</b>\") has prevented the request from succeeding (get widgets.ex.io w x)")]
    [InlineData(500, "application/json", "{\"a\":1}", "GET", "", "InternalError", "an error on the server (\"unknown\") has prevented the request from succeeding")]
    [InlineData(418, "text/plain", "x", "GET", Pods, "", "the server responded with the status code 418 but did not return more information (get pods)")]
    [InlineData(409, "text/plain", "x", "POST", Pods, "AlreadyExists", "the server reported a conflict (post pods)")]
    [InlineData(404, "text/plain", "x", "GET", "/version", "NotFound", "the server could not find the requested resource")]
    [InlineData(403, "text/plain", "nope", "DELETE", "/api/v1/namespaces/n", "Forbidden", "nope (delete namespaces n)")]
    [InlineData(406, "application/json", "{}", "GET", Pods, "NotAcceptable", "the server was unable to respond with a content type that the client supports (get pods)")]
    [InlineData(401, "", "Unauthorized\n", "GET", Pods, "Unauthorized", "the server has asked for the client to provide credentials (get pods)")]
    [InlineData(504, "application/json", "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"Q\",\"message\":\"m\"}", "GET", Pods, "Q", "m")]
    public void A_refusal_without_a_status_is_told_by_its_code(int code, string type, string body, string method, string path, string reason, string message)
    {
        var status = Answer.Refusal(Encoding.UTF8.GetBytes(body), Type(type), code, new HttpMethod(method), path).Status;
        Assert.Equal((reason, message), (status.Reason, status.Message));
    }

    [Theory]
    [InlineData("text/plain", "x", true, "serializer for text/plain doesn't exist")]
    [InlineData("application/json", "{\"kind\":", false, "couldn't get version/kind; json parse error: unexpected end of JSON input")]
    [InlineData("application/json", "{\"kind\":\"P\",", false, "couldn't get version/kind; json parse error: unexpected end of JSON input")]
    [InlineData("application/json", "nope", true, "invalid character 'o' in literal null (expecting 'u')")]
    [InlineData("application/json", "[]", true, "json: cannot unmarshal array into Go value of type unstructured.detector")]
    [InlineData("application/json", "{\"a\":1}", true, "Object 'Kind' is missing in '{\"a\":1}'")]
    [InlineData("application/json", "{\"kind\":\"P\"}", true, "Object 'apiVersion' is missing in '{\"kind\":\"P\"}'")]
    [InlineData("application/json", "{\"a\":1}", false, "")]
    [InlineData("application/json", "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"m\"}", true, "m")]
    public void An_answer_that_is_no_object_is_refused(string type, string body, bool isOfAnyKind, string message)
    {
        string said;
        try
        {
            Answer.Read(Encoding.UTF8.GetBytes(body), Type(type), isOfAnyKind);
            said = "";
        }
        catch (Exception e) when (e is CliException or StatusException) { said = e.Message; }
        Assert.Equal(message, said);
    }

    private static MediaTypeHeaderValue? Type(string type) => type.Length == 0 ? null : new MediaTypeHeaderValue(type);
}
