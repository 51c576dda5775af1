using System.Security.Cryptography.X509Certificates;
using KubeSharp.Bootstrap.Join;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.Server;

/// <summary>Who an agent is to its cluster: got by joining, kept in its folder, renewed in time.</summary>
internal sealed class AgentIdentity
{
    private const string AuthorityFile = "ca.crt";
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMinutes(10);
    private readonly AgentOptions _options;
    private readonly TimeProvider _time;
    private volatile X509Certificate2 _certificate;

    private AgentIdentity(AgentOptions options, NodeCertificates certificates, X509Certificate2 certificate, X509Certificate2Collection authorities, TimeProvider time) =>
        (_options, Certificates, _certificate, Authorities, _time) = (options, certificates, certificate, authorities, time);

    /// <summary>Its certificates.</summary>
    public NodeCertificates Certificates { get; }

    /// <summary>The cluster's authorities.</summary>
    public X509Certificate2Collection Authorities { get; }

    /// <summary>Takes the identity that is there, or joins.</summary>
    /// <exception cref="JoinException">It cannot join.</exception>
    public static async Task<AgentIdentity> EnsureAsync(AgentOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var certificates = new NodeCertificates(options.PkiFolder, options.NodeName, time);
        var authorityPath = Path.Combine(options.PkiFolder, AuthorityFile);
        if (certificates.Client() is { } there && File.Exists(authorityPath))
        {
            var known = new X509Certificate2Collection();
            known.ImportFromPemFile(authorityPath);
            return new(options, certificates, there, known, time);
        }
        var target = options.Join ?? throw new JoinException("this machine has not joined the cluster yet: give --token, and --ca-hash to be sure of the cluster");
        var authorities = await ClusterDiscovery.DiscoverAsync(target, time, cancellation);
        using var joining = new ApiClient(new RestConfig { Server = options.Server, CertificateAuthorities = authorities, Token = target.Token.ToString(), UserAgent = "kubelet/v1.36" }, time);
        try
        {
            var certificate = await certificates.RequestClientAsync(joining, cancellation);
            PemFiles.WriteFile(authorityPath, string.Concat(authorities.Select(static a => a.ExportCertificatePem() + "\n")), isSecret: false);
            return new(options, certificates, certificate, authorities, time);
        }
        catch (Exception e) when (e is StatusException or HttpRequestException) { throw new JoinException($"the cluster does not let this machine join: {e.Message}", e); }
    }

    /// <summary>A client in the node's name.</summary>
    public ApiClient Client(string agent) => new(new RestConfig { Server = _options.Server, CertificateAuthorities = Authorities, ClientCertificate = () => _certificate, UserAgent = $"{agent}/v1.36" }, _time);

    /// <summary>Renews the certificate in time, until cancelled.</summary>
    public async Task RenewAsync(CancellationToken cancellation)
    {
        using var client = Client("kubelet");
        while (true)
        {
            if (Certificates.IsDue(_certificate)) { _certificate = await Certificates.RequestClientAsync(client, cancellation); }
            await Task.Delay(_lookEvery, _time, cancellation);
        }
    }
}
