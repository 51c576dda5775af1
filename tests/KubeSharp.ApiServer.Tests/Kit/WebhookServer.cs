using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Machinery.Documents;
using KubeSharp.Pki.Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>A webhook served over TLS on loopback, with an authority of its own. The handler of a path gets what was posted and gives the answer.</summary>
public sealed class WebhookServer : IAsyncDisposable
{
    private static readonly CertificateAuthority _authority = CertificateAuthority.Create("webhook-ca", DateTimeOffset.UtcNow);
    private readonly WebApplication _web;

    private WebhookServer(WebApplication web, ConcurrentQueue<(string Path, ObjectNode Body)> calls)
    {
        (_web, Calls) = (web, calls);
        Address = new IPEndPoint(IPAddress.Loopback, new Uri(web.Urls.First()).Port);
    }

    public IPEndPoint Address { get; }

    public ConcurrentQueue<(string Path, ObjectNode Body)> Calls { get; }

    public ConcurrentDictionary<string, byte> Connections { get; } = new();

    public string Url => $"https://localhost:{Address.Port}";

    public static string CaPem => _authority.Certificate.ExportCertificatePem();

    public static string CaBundle => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(CaPem));

    /// <summary>Serves; the names are those its certificate bears.</summary>
    public static async Task<WebhookServer> StartAsync(Func<HttpContext, ObjectNode, Task<ObjectNode?>> answer, params string[] names)
    {
        using var issued = _authority.Issue(new CertificateRequestOptions("webhook") { DnsNames = ["localhost", .. names], IsServer = true }, DateTimeOffset.UtcNow);
        var certificate = X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pfx), null);
        var calls = new ConcurrentQueue<(string, ObjectNode)>();
        WebhookServer? self = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate, ClientCertificateMode = ClientCertificateMode.AllowCertificate, ClientCertificateValidation = static (_, _, _) => true })));
        var web = builder.Build();
        web.Run(async context =>
        {
            self!.Connections[context.Connection.Id] = 0;
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var posted = body.Length == 0 ? ObjectNode.Empty : (ObjectNode)Node.Parse(body.ToArray());
            calls.Enqueue((context.Request.Path, posted));
            if (await answer(context, posted) is not { } node) { return; }
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(node.ToUtf8());
        });
        await web.StartAsync();
        return self = new WebhookServer(web, calls);
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();
}
