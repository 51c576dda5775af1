using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Api.Core.V1;
using KubeSharp.Bootstrap.Join;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Client.Kubeconfig;
using KubeSharp.Client.Rest;
using KubeSharp.Cri;
using KubeSharp.Cri.Detection;
using KubeSharp.Cri.Docker;
using KubeSharp.Cri.Images;
using KubeSharp.Hosting.Flags;
using KubeSharp.Hosting.Serving;
using KubeSharp.Kubelet;
using KubeSharp.Kubelet.Configuration;
using KubeSharp.Kubelet.Images.Providers;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Pki.Certificates;
using KubeSharp.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Roles;

/// <summary>kubelet: a node's agent alone, on a container runtime, a network and a service proxy that are there already.</summary>
internal sealed class KubeletProgram : RoleProgram
{
    // As upstream.
    private const int DefaultOomScoreAdjust = -999;
    private readonly KubeletFlags _flags;

    /// <summary>With its flags.</summary>
    public KubeletProgram() => _flags = new KubeletFlags(Flags);

    /// <inheritdoc/>
    public override string Name => "kubelet";

    /// <inheritdoc/>
    public override async Task RunAsync(ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        var options = Options(await WarnedAsync(KubeletConfiguration.Load(_flags.Config.Value, _flags.ConfigFolder.Value)));
        var tls = Tls(options);
        var certificates = new NodeCertificates(_flags.CertificateFolder.Value, options.NodeName, time);
        var (access, authorities) = await IdentifyAsync(certificates, time, cancellation);
        // Who may ask it is known by an authority of its own where the configuration names one.
        if (options.Configuration.Text("", "authentication", "x509", "clientCAFile") is { Length: > 0 } file)
        {
            authorities = [];
            authorities.ImportFromPemFile(file);
        }
        using var client = new ApiClient(access with { UserAgent = $"{Name}/{VersionCommand.Kubernetes}" }, time);
        var endpoint = Endpoint(options.Configuration);
        await using var docker = endpoint.Kind == RuntimeKind.Docker ? await DockerAsync(endpoint, options, time, cancellation) : null;
        await using var cri = docker is null ? new CriClient(endpoint.Uri, time: time, calls: new CallSpans()) : null;
        await using var traces = new Traces(options.Tracing, Name, time);
        using var kills = new MemoryKills();
        options = options with { OtherMetrics = [certificates.WriteMetrics], Tracer = traces.Tracer, TakeSystemKills = kills.TakeSystem, ImageStore = docker is null ? await ImageStores.OfAsync(cri!, endpoint.SocketPath, cancellation) : await docker.ImagesAsync(cancellation), Authorize = new NodeAccess(options.NodeName, client, new KubeletCallers(authorities, time).UserAsync, time).MayAsync };
        options = await RuntimeCgroups.PrepareAsync(options, docker?.Runtime ?? cri!, cancellation);
        await using var agent = new NodeAgent(options, client, new CriPodRuntime(docker?.Runtime ?? cri!, kills, time), time, loggers);
        var running = agent.RunAsync(cancellation);
        await using var ports = await AgentPorts.StartAsync(agent, options, loggers, cancellation);
        using var certificate = await ServingAsync(options, certificates, client, time, cancellation);
        var address = IPAddress.TryParse(options.Configuration.Text("", "address"), out var given) ? given : IPAddress.Any;
        await using var listener = !options.ServesRequests ? null : await SecureServer.StartAsync(new SecureServerOptions { EndPoint = new IPEndPoint(address, options.Port), Certificates = new(certificate), Tls = tls, RequestBodyMaxBytes = long.MaxValue }, new RequestDelegate(agent.Handler), loggers, cancellation);
        await running;
    }

    private static async Task<KubeletConfiguration> WarnedAsync(KubeletConfiguration configuration)
    {
        foreach (var field in configuration.GivenInVain) { await Console.Error.WriteLineAsync($"Warning: {field} of the configuration changes nothing here"); }
        return configuration;
    }

    private static TlsSettings Tls(NodeAgentOptions options)
    {
        try { return TlsSettings.Read(options.TlsMinVersion, options.TlsSuites); }
        catch (FormatException e) { throw new FlagException($"invalid configuration: {e.Message}"); }
    }

    // Flags stand above the configuration.
    private NodeAgentOptions Options(KubeletConfiguration configuration)
    {
        HostChecks.Check(configuration, failsOnSwap: true);
        var address = _flags.Address.Value.Length > 0 ? _flags.Address.Value.Split(',') : [HostAddress.Find().ToString()];
        var options = ConfiguredOptions.With(new NodeAgentOptions
        {
            Features = Features,
            NodeName = _flags.Hostname.Value.Length > 0 ? _flags.Hostname.Value : Environment.MachineName.ToLowerInvariant(),
            Addresses = [.. address],
            Hostname = _flags.Hostname.Value,
            RootFolder = _flags.RootFolder.Value,
            CgroupRoot = "/kubepods",
            OomScoreMin = ProcessCapabilities.MayLowerOomScore() ? -1000 : 0,
            OomScoreAdjust = DefaultOomScoreAdjust,
            Labels = Labels(_flags.Labels.Value),
        }, configuration);
        return options with
        {
            StaticPodFolder = Of(_flags.Manifests, options.StaticPodFolder),
            ClusterDomain = Of(_flags.ClusterDomain, options.ClusterDomain),
            ClusterDns = _flags.ClusterDns.IsGiven ? _flags.ClusterDns.Value : options.ClusterDns,
            ResolvConf = Of(_flags.ResolvConf, options.ResolvConf),
            PodsMax = _flags.PodsMax.IsGiven ? _flags.PodsMax.Value : options.PodsMax,
            Port = _flags.Port.IsGiven ? _flags.Port.Value : options.Port,
            HealthPort = _flags.HealthPort.IsGiven ? _flags.HealthPort.Value : options.HealthPort,
            HealthAddress = _flags.HealthAddress.IsGiven ? _flags.HealthAddress.Value : options.HealthAddress,
            ReadOnlyPort = _flags.ReadOnlyPort.IsGiven ? _flags.ReadOnlyPort.Value : options.ReadOnlyPort,
            RegisterNode = _flags.Registers.IsGiven ? _flags.Registers.Value : options.RegisterNode,
            ProviderId = Of(_flags.ProviderId, options.ProviderId),
            CredentialProviders = ProviderConfiguration.Load(_flags.ProvidersConfig.Value, _flags.ProvidersFolder.Value),
            Taints = _flags.Taints.IsGiven ? [.. _flags.Taints.Value.Select(Taint)] : options.Taints,
        };
    }

    // Who it is: as a kubeconfig says, or by a certificate that a bootstrap token is good for, kept from then on.
    private async Task<(RestConfig, X509Certificate2Collection)> IdentifyAsync(NodeCertificates certificates, TimeProvider time, CancellationToken cancellation)
    {
        if (_flags.Kubeconfig.Value.Length > 0 && File.Exists(_flags.Kubeconfig.Value)) { return With(KubeconfigFile.Load(_flags.Kubeconfig.Value).ToRestConfig()); }
        if (_flags.BootstrapKubeconfig.Value.Length == 0) { throw new FlagException($"unable to load kubeconfig {_flags.Kubeconfig.Value}: it is not there, and no --bootstrap-kubeconfig is given"); }
        var joining = KubeconfigFile.Load(_flags.BootstrapKubeconfig.Value).ToRestConfig();
        using var client = new ApiClient(joining, time);
        var certificate = certificates.Client() ?? await certificates.RequestClientAsync(client, cancellation);
        return With(joining with { Token = "", TokenFile = "", ClientCertificate = () => certificate });

        static (RestConfig, X509Certificate2Collection) With(RestConfig config) => (config, config.CertificateAuthorities ?? []);
    }

    private async Task<X509Certificate2> ServingAsync(NodeAgentOptions options, NodeCertificates certificates, ApiClient client, TimeProvider time, CancellationToken cancellation)
    {
        var configuration = options.Configuration;
        if (configuration.Text("", "tlsCertFile") is { Length: > 0 } file) { return X509Certificate2.CreateFromPemFile(file, configuration.Text("", "tlsPrivateKeyFile")); }
        var address = IPAddress.Parse(options.Addresses[0]);
        if (configuration.Switch(false, "serverTLSBootstrap")) { return await certificates.ServerAsync(client, address, cancellation); }
        var own = CertificateAuthority.Create($"{options.NodeName}-ca", time.GetUtcNow());
        return own.Issue(new CertificateRequestOptions(options.NodeName) { IsServer = true, DnsNames = [options.NodeName], Addresses = [address] }, time.GetUtcNow());
    }

    // A Docker Engine has no image of sandboxes.
    private static async Task<SharedDocker> DockerAsync(RuntimeEndpoint endpoint, NodeAgentOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var docker = new SharedDocker(new DockerOptions
        {
            SocketPath = endpoint.SocketPath,
            Owner = options.RootFolder,
            StateFolder = Path.Combine(options.RootFolder, "docker-sandboxes"),
            MayBePrivileged = ProcessCapabilities.MayLowerOomScore(),
            OomScoreMin = options.OomScoreMin,
        }, time);
        if (await docker.ImagesAsync(cancellation) is { } images) { await PauseImage.EnsureAsync(images, cancellation); }
        return docker;
    }

    private RuntimeEndpoint Endpoint(KubeletConfiguration configuration)
    {
        var given = Of(_flags.RuntimeEndpoint, Of(_flags.Runtime, configuration.Text("", "containerRuntimeEndpoint")));
        var choice = given is not ("" or FirstRuntime.Auto) ? RuntimeDetection.Parse(given) : RuntimeDetection.Detect();
        return choice.Endpoint ?? throw new FlagException(choice.Problem!.Replace(RuntimeDetection.Flag, RuntimeDetection.KubeletFlag, StringComparison.Ordinal));
    }

    private static string Of(Flag<string> flag, string fallback) => flag.IsGiven ? flag.Value : fallback;

    private static ImmutableSortedDictionary<string, string> Labels(ImmutableArray<string> given) => given.Select(static l => l.Split('=', 2)).ToImmutableSortedDictionary(static p => p[0], static p => p.Length > 1 ? p[1] : "", StringComparer.Ordinal);

    // key=value:effect, or key:effect.
    private static Taint Taint(string text) => text.Split(':') is [var key, var effect] && effect is "NoSchedule" or "PreferNoSchedule" or "NoExecute"
        ? new Taint { Key = key.Split('=', 2)[0], Value = key.Split('=', 2) is [_, var value] ? value : null, Effect = effect }
        : throw new FlagException($"invalid argument \"{text}\" for \"--register-with-taints\" flag: invalid taint spec: {text}");
}
