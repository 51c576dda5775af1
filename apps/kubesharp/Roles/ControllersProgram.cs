using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers;
using KubeSharp.Hosting.Flags;
using KubeSharp.Pki.Certificates;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Roles;

/// <summary>kube-controller-manager.</summary>
internal sealed class ControllersProgram : ClientProgram
{
    private const int DefaultPort = 10257;
    private readonly Flag<string> _rootAuthority;
    private readonly Flag<string> _signingCertificate;
    private readonly Flag<string> _signingKey;
    private readonly Flag<TimeSpan> _tokenPeriod;
    private readonly Flag<string> _clusterCidr;
    private readonly Flag<int> _nodeMask;
    private readonly Flag<bool> _allocates;
    private readonly Flag<bool> _accounts;
    private readonly Flag<string> _tracing;
    private readonly NodeHealthFlags _nodeHealth;

    /// <summary>With its flags.</summary>
    public ControllersProgram() : base(DefaultPort)
    {
        _rootAuthority = Flags.Text("root-ca-file", "", "certificate authority that pods trust");
        _signingCertificate = Flags.Text("cluster-signing-cert-file", "", "authority that signs certificate requests");
        _tokenPeriod = Flags.Period("legacy-service-account-token-clean-up-period", TimeSpan.FromDays(365), "how long nobody has used a token in a secret that an old cluster made by itself, before it is marked and then removed");
        _signingKey = Flags.Text("cluster-signing-key-file", "", "its key");
        _clusterCidr = Flags.Text("cluster-cidr", "10.244.0.0/16", "range of all pods' addresses");
        _nodeMask = Flags.Whole("node-cidr-mask-size", 24, "prefix length of a node's part of it");
        _allocates = Flags.Switch("allocate-node-cidrs", true, "give each node a part of the range of pods' addresses");
        _accounts = Flags.Switch("use-service-account-credentials", false, "each controller writes in the name of a service account of its own, in kube-system");
        _tracing = Flags.Text(Traces.Flag, "", "TracingConfiguration: where traces go (OTLP over gRPC), and how many there are");
        _nodeHealth = new NodeHealthFlags(Flags);
        Flags.Ignored("controllers", "service-account-private-key-file", "service-cluster-ip-range", "cluster-name");
    }

    /// <inheritdoc/>
    public override string Name => "kube-controller-manager";

    /// <inheritdoc/>
    protected override async Task WorkAsync(IApiClient client, RestConfig config, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        var authority = _signingCertificate.IsGiven ? new CertificateAuthority(X509Certificate2.CreateFromPemFile(_signingCertificate.Value, Required(_signingKey))) : null;
        using var accounts = _accounts.Value ? new AccountClients(config, client, ControllerAccounts.Namespace, time) : null;
        await using var traces = new Traces(Traces.Read(_tracing.Value), Name, time);
        var options = new ControllersOptions
        {
            Tracer = traces.Tracer,
            ClientOf = accounts is null ? null : accounts.Of,
            RootAuthorityPem = _rootAuthority.IsGiven ? File.ReadAllText(_rootAuthority.Value) : "",
            ClusterCidr = IPNetwork.TryParse(_clusterCidr.Value, out var range) ? range : throw new FlagException($"invalid argument \"{_clusterCidr.Value}\" for \"--cluster-cidr\" flag: no range of addresses"),
            NodeMaskSize = _nodeMask.Value,
            NodeHealth = _nodeHealth.Read(),
            AllocatesNodeCidrs = _allocates.Value,
            LegacyTokenPeriod = _tokenPeriod.Value,
            SignCertificate = (pem, usages, lifetime) => authority?.SignPem(pem, usages, lifetime, time.GetUtcNow()) ?? throw new CryptographicException("no --cluster-signing-cert-file was given"),
            ElectsLeader = LeaderElect.Value,
            Identity = Identity,
        };
        Tell(options.WriteMetrics);
        await new ControllersRole(options, client, time, loggers).RunAsync(cancellation);
    }
}
