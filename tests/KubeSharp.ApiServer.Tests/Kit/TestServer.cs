using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Documents;
using KubeSharp.Pki.Tokens;
using KubeSharp.Storage;
using KubeSharp.Storage.Memory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>An API server on a memory store, behind a real HTTP server on loopback. Whoever asks is cluster admin, unless X-User names somebody.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private TestServer(ApiServer server, WebApplication web)
    {
        (Server, _web) = (server, web);
        Address = new Uri(web.Urls.First());
        Client = new HttpClient { BaseAddress = Address };
    }

    public ApiServer Server { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public static async Task<TestServer> StartAsync(Func<ApiServerOptions, ApiServerOptions>? configure = null, TimeProvider? time = null, IStore? store = null, ILoggerFactory? loggers = null)
    {
        var options = new ApiServerOptions
        {
            ClientAuthorities = [],
            Tokens = new ServiceAccountTokens(ECDsa.Create(ECCurve.NamedCurves.nistP256), "https://kubernetes.default.svc.cluster.local", TimeProvider.System),
            AdvertiseAddress = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 6443),
            Authenticators = [new HeaderAuthenticator()],
        };
        var server = await ApiServer.CreateAsync(configure?.Invoke(options) ?? options, store ?? new MemoryStore(time ?? TimeProvider.System), time ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance, default);
        await server.BootstrapAsync(default);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static k => k.Listen(IPAddress.Loopback, 0, static l => l.Protocols = HttpProtocols.Http1));
        var web = builder.Build();
        web.Run(server.HandleAsync);
        await web.StartAsync();
        return new TestServer(server, web);
    }

    /// <summary>Sends JSON and reads the answer.</summary>
    public async Task<(int Code, ObjectNode Body)> SendAsync(string method, string path, string? body = null, string type = "application/json", string user = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) { request.Content = new StringContent(body, Encoding.UTF8, type); }
        if (user.Length > 0) { request.Headers.Add("X-User", user); }
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsByteArrayAsync();
        return ((int)response.StatusCode, text.Length == 0 || response.Content.Headers.ContentType?.MediaType == "text/plain" ? ObjectNode.Empty : (ObjectNode)Node.Parse(text));
    }

    /// <summary>Sends a request as it is written, and reads until the server ends the connection.</summary>
    public async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await reader.ReadToEndAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _web.DisposeAsync();
        Server.Dispose();
    }

    private sealed class HeaderAuthenticator : IAuthenticator
    {
        public ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
        {
            var name = context.Request.Headers["X-User"].ToString();
            return new(name.Length == 0 ? new UserIdentity("admin", ["system:masters", "system:authenticated"]) : new UserIdentity(name, ["system:authenticated"]));
        }
    }
}
