using System.Collections.Immutable;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Cis;

/// <summary>Observes a cluster: its API, its node agents, and the files of its control plane where they are on this machine.</summary>
public sealed class CisObserver(IApiClient client, Uri server, CisPlaces places)
{
    private const int KubeletPort = 10250;
    private const int ReadOnlyPort = 10255;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);
    private static readonly (string Resource, string Path)[] _resources =
    [
        ("clusterroles", "/apis/rbac.authorization.k8s.io/v1/clusterroles"), ("roles", "/apis/rbac.authorization.k8s.io/v1/roles"), ("clusterrolebindings", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"),
        ("rolebindings", "/apis/rbac.authorization.k8s.io/v1/rolebindings"), ("namespaces", "/api/v1/namespaces"), ("networkpolicies", "/apis/networking.k8s.io/v1/networkpolicies"), ("pods", "/api/v1/pods"), ("nodes", "/api/v1/nodes"),
    ];

    /// <summary>What there is.</summary>
    public async Task<CisFacts> ObserveAsync(CancellationToken cancellation)
    {
        var objects = ImmutableDictionary.CreateBuilder<string, ImmutableArray<Node>>(StringComparer.Ordinal);
        foreach (var (resource, path) in _resources) { objects[resource] = [.. (await GetAsync(path, cancellation).ConfigureAwait(false))?.At("items") as ArrayNode ?? ArrayNode.Empty]; }
        var nodes = ImmutableArray.CreateBuilder<CisNode>();
        foreach (var node in objects["nodes"]) { nodes.Add(await NodeAsync(node, cancellation).ConfigureAwait(false)); }
        return new CisFacts
        {
            Flags = await FlagsAsync(cancellation).ConfigureAwait(false),
            IsKubeSharp = ((await GetAsync("/version", cancellation).ConfigureAwait(false))?.TextAt("gitVersion") ?? "").Contains("+kubesharp", StringComparison.Ordinal),
            AnonymousCode = await AskStrangerAsync(new Uri(server, "/api/v1/namespaces/kube-system/secrets"), cancellation).ConfigureAwait(false),
            ProfileCode = await CodeAsync("/debug/pprof/", cancellation).ConfigureAwait(false),
            SpeaksOldTls = await SpeaksOldTlsAsync(server.Host, server.Port, cancellation).ConfigureAwait(false),
            DataFolder = places.DataFolder.Length > 0 && Directory.Exists(places.DataFolder) ? FileOf(places.DataFolder) : null,
            Kubeconfigs = [.. places.Kubeconfigs.Where(File.Exists).Select(FileOf)],
            Pki = Directory.Exists(places.PkiFolder) ? [FileOf(places.PkiFolder), .. Directory.GetFiles(places.PkiFolder, "*", SearchOption.AllDirectories).Select(FileOf)] : [],
            Nodes = nodes.ToImmutable(),
            Objects = objects.ToImmutable(),
        };
    }

    private async Task<Node?> GetAsync(string path, CancellationToken cancellation)
    {
        try { return await client.RequestAsync(HttpMethod.Get, path, default, "", cancellation).ConfigureAwait(false); }
        catch (StatusException) { return null; }
    }

    private async Task<ImmutableDictionary<string, string>?> FlagsAsync(CancellationToken cancellation)
    {
        if ((await GetAsync("/configz", cancellation).ConfigureAwait(false))?.At("kube-apiserver") is not ObjectNode told) { return null; }
        return told.ToImmutableDictionary(static f => f.Key, static f => f.Value is StringNode text ? text.Value : f.Value.ToString(), StringComparer.Ordinal);
    }

    private async Task<int> CodeAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        try
        {
            using var response = await client.SendAsync(request, cancellation).ConfigureAwait(false);
            return (int)response.StatusCode;
        }
        catch (StatusException e) { return e.Status.Code; }
    }

    private async Task<CisNode> NodeAsync(Node node, CancellationToken cancellation)
    {
        var name = node.TextAt("metadata", "name") ?? "";
        var address = (node.At("status", "addresses") as ArrayNode ?? ArrayNode.Empty).FirstOrDefault(static a => a.TextAt("type") == "InternalIP")?.TextAt("address") ?? "";
        var port = node.At("status", "daemonEndpoints", "kubeletEndpoint", "Port") is NumberNode { IsInteger: true, Integer: > 0 } told ? (int)told.Integer : KubeletPort;
        if (!IPAddress.TryParse(address, out var ip)) { return new(name, 0, false, false); }
        var uri = new UriBuilder("https", address, port, "/pods").Uri;
        return new(name, await AskStrangerAsync(uri, cancellation).ConfigureAwait(false), await IsOpenAsync(ip, ReadOnlyPort, cancellation).ConfigureAwait(false), await SpeaksOldTlsAsync(address, port, cancellation).ConfigureAwait(false));
    }

    // Whoever answers: it is not for a stranger to check.
    private static async Task<int> AskStrangerAsync(Uri uri, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true }, UseProxy = false, ConnectTimeout = _patience };
        using var stranger = new HttpClient(handler) { Timeout = _patience };
        try
        {
            using var response = await stranger.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested) { return 0; }
    }

    private static async Task<bool> IsOpenAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_patience);
        try
        {
            await socket.ConnectAsync(address, port, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested) { return false; }
    }

    private static async Task<bool> SpeaksOldTlsAsync(string host, int port, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_patience);
        try
        {
            await client.ConnectAsync(host, port, limit.Token).ConfigureAwait(false);
            var tls = new SslStream(client.GetStream());
            await using (tls.ConfigureAwait(false))
            {
#pragma warning disable SYSLIB0039, CA5397, CA5398 // Whether they are spoken is what is asked.
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, EnabledSslProtocols = SslProtocols.Tls | SslProtocols.Tls11, RemoteCertificateValidationCallback = static (_, _, _, _) => true }, limit.Token).ConfigureAwait(false);
#pragma warning restore SYSLIB0039, CA5397, CA5398
                return true;
            }
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException && !cancellation.IsCancellationRequested) { return false; }
    }

    private static CisFile FileOf(string path) => new(path, File.GetUnixFileMode(path), FileOwners.IsRoots(path));
}
