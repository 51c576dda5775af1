using System.Net.WebSockets;
using System.Text;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Streaming;

/// <summary>A WebSocket to a pod: exec, attach, port-forward.</summary>
internal static class PodSocket
{
    private const int KeepAliveSeconds = 20;

    /// <summary>Opens it.</summary>
    /// <exception cref="CliException">The server refuses or cannot be reached.</exception>
    public static async Task<ClientWebSocket> OpenAsync(RestConfig rest, string path, string protocol, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(protocol);
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(KeepAliveSeconds);
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in Headers(rest)) { socket.Options.SetRequestHeader(name, value); }
        var address = new UriBuilder(new Uri(rest.Server, rest.Server.AbsolutePath.TrimEnd('/') + path)) { Scheme = rest.Server.Scheme == "https" ? "wss" : "ws" }.Uri;
        using var invoker = new HttpMessageInvoker(ApiClient.Handler(rest), disposeHandler: false);
        try
        {
            await socket.ConnectAsync(address, invoker, cancellation);
            return socket;
        }
        catch (WebSocketException e)
        {
            var code = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw await RefusalAsync(rest, path, code, e, cancellation);
        }
    }

    // The upgrade hides the server's words; the same request without it shows them.
    private static async Task<Exception> RefusalAsync(RestConfig rest, string path, int code, WebSocketException e, CancellationToken cancellation)
    {
        if (code is 0 or 101) { return new CliException($"error dialing backend: {e.GetBaseException().Message}"); }
        using var client = new ApiClient(rest, TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        using var response = await client.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            if (Status.From(Node.Parse(body)) is { } status && !status.Message.Contains("pgrade", StringComparison.Ordinal)) { return new StatusException(status); }
        }
        catch (System.Text.Json.JsonException) { }
        return new CliException($"unable to upgrade connection: the server answered {code}");
    }

    private static IEnumerable<(string Name, string Value)> Headers(RestConfig rest)
    {
        var token = rest.TokenFile.Length > 0 ? File.ReadAllText(rest.TokenFile).Trim() : rest.Token;
        if (token.Length > 0) { yield return ("Authorization", $"Bearer {token}"); }
        else if (rest.Username.Length > 0) { yield return ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{rest.Username}:{rest.Password}"))}"); }
        if (rest.ImpersonateUser.Length > 0) { yield return ("Impersonate-User", rest.ImpersonateUser); }
        if (!rest.ImpersonateGroups.IsEmpty) { yield return ("Impersonate-Group", rest.ImpersonateGroups[0]); }
    }
}
