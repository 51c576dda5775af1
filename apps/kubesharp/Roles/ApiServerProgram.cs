using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Proxying;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Hosting.Flags;
using KubeSharp.Hosting.Serving;
using KubeSharp.Machinery.Features;
using KubeSharp.Pki.Certificates;
using KubeSharp.Pki.Tokens;
using KubeSharp.Server;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Facade;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Roles;

/// <summary>kube-apiserver.</summary>
internal sealed class ApiServerProgram : RoleProgram
{
    private readonly ApiServerFlags _flags;

    /// <summary>With its flags.</summary>
    public ApiServerProgram()
    {
        _flags = new ApiServerFlags(Flags);
        // What they switch is on or does not exist here. Servers beside each other serve the same, so that none passes requests on to its peers.
        Flags.Ignored("apiserver-count", "audit-log-mode", "audit-log-version", "audit-webhook-version", "contention-profiling", "default-watch-cache-size", "delete-collection-workers",
            "emulation-forward-compatible", "enable-aggregator-routing", "enable-bootstrap-token-auth", "enable-garbage-collector", "endpoint-reconciler-type", "etcd-count-metric-poll-period", "etcd-db-metric-poll-interval",
            "etcd-healthcheck-timeout", "etcd-readycheck-timeout", "kubelet-preferred-address-types", "lease-reuse-duration-seconds", "logging-format", "peer-advertise-ip", "peer-advertise-port", "peer-ca-file", "permit-address-sharing", "permit-port-sharing",
            "profiling", "service-account-lookup", "storage-backend", "storage-initialization-timeout", "storage-media-type", "watch-cache", "watch-cache-sizes");
    }

    /// <inheritdoc/>
    public override string Name => "kube-apiserver";

    /// <summary>What other roles of this process count: told at the server's /metrics, for they have no port of their own.</summary>
    public ImmutableArray<Action<StringBuilder>> OtherMetrics { get; init; } = [];

    /// <inheritdoc/>
    public override async Task RunAsync(ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        // What is wrong with flags is told before files are looked for.
        _flags.Authorization.Read();
        _flags.Edge.Read();
        _flags.Serving.Check();
        CheckPeers();
        await using var store = await OpenStoreAsync(time, cancellation);
        if (store is EtcdStore && _flags.CompactionInterval.Value > TimeSpan.Zero) { _ = new StoreCompaction(store, _flags.CompactionInterval.Value, time).RunAsync(cancellation); }
        await ServeAsync(store, static () => { }, loggers, time, cancellation);
    }

    /// <summary>Serves what is in a store, as the flags say, until cancelled.</summary>
    /// <param name="kept">The store; where its values are sealed it is closed at the end.</param>
    /// <param name="started">Called when requests are served.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FlagException">The flags contradict each other, or a file does not hold.</exception>
    public async Task ServeAsync(IStore kept, Action started, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        var files = new List<ReloadedFile>();
        await using var traces = new Traces(Traces.Read(_flags.TracingFile.Value), "apiserver", time);
        var options = Options(files, time, loggers) with { Tracer = traces.Tracer };
        var serving = new SecureServerOptions { EndPoint = new IPEndPoint(_flags.BindAddress.Value, _flags.SecurePort.Value), Certificates = _flags.Serving.Read(options.AdvertiseAddress.Address, files, time, loggers), Tls = Tls(), StreamsPerConnectionMax = _flags.StreamsMax.Value, ClientAuthorities = [.. options.ClientAuthorities, .. options.ProxyAuthorities] };
        var (store, sealing) = await _flags.Encryption.WrapAsync(kept, files, time, loggers, cancellation);
        await using var held = sealing;
        // Who reads the store from outside sees what is sealed as it lies there.
        await using var facade = await ServeStoreAsync(kept, cancellation);
        if (sealing is not null && !sealing.Configuration.KeyServices.IsEmpty) { options = options with { HealthChecks = [("kms-providers", () => sealing.Trouble.Length == 0)] }; }
        using var server = await ApiServer.ApiServer.CreateAsync(options, store, time, loggers, cancellation);
        await using var audit = server.Audit;
        await using var listener = await SecureServer.StartAsync(serving with { HandshakeFailed = server.HandshakeFailed }, server.HandleAsync, loggers, cancellation);
        await server.BootstrapAsync(cancellation);
        _ = sealing?.RunAsync(time, cancellation);
        foreach (var file in files) { _ = file.RunAsync(cancellation); }
        started();
        await server.RunAsync(cancellation);
    }

    private ApiServerOptions Options(List<ReloadedFile> files, TimeProvider time, ILoggerFactory loggers)
    {
        var address = _flags.AdvertiseAddress.IsGiven ? ReadAddress(_flags.AdvertiseAddress) : IPAddress.Any.Equals(_flags.BindAddress.Value) || IPAddress.IsLoopback(_flags.BindAddress.Value) ? HostAddress.Find() : _flags.BindAddress.Value;
        var options = new ApiServerOptions
        {
            ClientAuthorities = ReadCertificates(_flags.ClientAuthority),
            Tokens = Tokens(time),
            TokenLifetimes = Lifetimes(),
            EventLifetime = _flags.EventLifetime.Value,
            Edge = _flags.Edge.Read(),
            Egress = Egress(),
            EmulatedVersion = Versions,
            IsForwardCompatible = IsForwardCompatible(),
            AllowsPrivileged = _flags.AllowsPrivileged.Value,
            RequestLengthMax = _flags.RequestLengthMax.Value,
            WatchLengthMin = TimeSpan.FromSeconds(_flags.WatchSecondsMin.Value),
            KeySetUri = OrNull(_flags.KeySetUri),
            KubeletClientCertificate = _flags.KubeletCertificate.IsGiven ? X509Certificate2.CreateFromPemFile(_flags.KubeletCertificate.Value, Required(_flags.KubeletKey)) : null,
            KubeletAuthorities = ReadCertificates(_flags.KubeletAuthority),
            ProxyClientCertificate = _flags.ProxyCertificate.IsGiven ? X509Certificate2.CreateFromPemFile(_flags.ProxyCertificate.Value, Required(_flags.ProxyKey)) : null,
            ProxyAuthorities = ReadCertificates(_flags.ProxyAuthority),
            AdvertiseAddress = new IPEndPoint(address, _flags.SecurePort.Value),
            ServiceCidr = IPNetwork.TryParse(_flags.ServiceRange.Value, out var range) ? range : throw new FlagException($"--service-cluster-ip-range: \"{_flags.ServiceRange.Value}\" is no range of addresses"),
            NodePorts = ReadPorts(_flags.NodePorts.Value),
            RetiredVersions = AskedVersions(),
            PreviewVersions = AskedVersions(),
            EnabledAdmission = _flags.EnabledAdmission.Value,
            DisabledAdmission = _flags.DisabledAdmission.Value,
            Features = Features,
            AdmissionSettings = AdmissionSettings(),
            ConcurrencyMax = _flags.ReadsMax.Value + _flags.WritesMax.Value,
            GitVersion = $"{VersionCommand.Kubernetes}+kubesharp",
            Flags = [.. Flags.Given],
            OtherMetrics = OtherMetrics,
        };
        options = _flags.Audit.Apply(options, time);
        options = _flags.Authentication.Apply(options, files, time, loggers);
        return _flags.Authorization.Apply(options, files, time, loggers);
    }

    private AdmissionSettings AdmissionSettings()
    {
        const string Limiter = "EventRateLimit";
        var settings = KubeSharp.ApiServer.Admission.Configuration.AdmissionSettings.None;
        if (_flags.AdmissionFile.IsGiven)
        {
            var file = Path.GetFullPath(_flags.AdmissionFile.Value);
            try { settings = AdmissionConfigurationFile.Read(File.ReadAllText(file), path => File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, path))); }
            catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException) { throw new FlagException($"--admission-control-config-file: {e.Message}"); }
        }
        if (_flags.EnabledAdmission.Value.Contains(Limiter) && settings.EventLimits.IsEmpty) { throw new FlagException($"--enable-admission-plugins: {Limiter} needs limits; --admission-control-config-file names the file that says them"); }
        return settings with { TolerationSeconds = (_flags.NotReadySeconds.Value, _flags.UnreachableSeconds.Value) };
    }

    private Egress Egress()
    {
        if (!_flags.EgressFile.IsGiven) { return KubeSharp.ApiServer.Proxying.Egress.Direct; }
        try { return EgressSelectorFile.Read(File.ReadAllText(_flags.EgressFile.Value)); }
        catch (FormatException e) { throw new FlagException($"--egress-selector-config-file: failed to validate egress selector configuration: {e.Message}"); }
    }

    protected override FeatureGates Gates => FeatureGates.Of(Versions.Emulated, Versions.MinCompatibility);

    private EmulatedVersion Versions
    {
        get
        {
            try { return EmulatedVersion.Read(_flags.EmulatedVersion.Value, _flags.MinCompatibilityVersion.Value, VersionCommand.Kubernetes); }
            catch (FormatException e) { throw new FlagException(e.Message); }
        }
    }

    private bool IsForwardCompatible()
    {
        if (_flags.IsForwardCompatible.Value)
        {
            return Versions.IsAnother ? true : throw new FlagException("ServerRunOptions.RuntimeConfigEmulationForwardCompatible cannot be set to true if the emulation version is the same as the binary version");
        }
        try { ResourceLifecycle.Check(AskedVersions(), Versions); }
        catch (FormatException e) { throw new FlagException(e.Message); }
        return false;
    }

    private void CheckPeers()
    {
        const string Gate = "UnknownVersionInteroperabilityProxy";
        if (!Features.IsOn(Gate) && Flags.GivenInVain.FirstOrDefault(static n => n.StartsWith("peer-", StringComparison.Ordinal)) is { } flag) { throw new FlagException($"--{flag} requires {Gate} feature to be turned on"); }
    }

    private ImmutableArray<string> AskedVersions() => [.. _flags.RuntimeConfig.Value.Select(static v => v.Split('=')).Where(static v => v is [_] or [_, "true"]).Select(static v => v[0])];

    private ServiceAccountTokens Tokens(TimeProvider time)
    {
        var checking = _flags.CheckingKeys.Value.Select(static f => TokenKey.FromPem(File.ReadAllText(f)));
        ImmutableArray<string> issuers = _flags.Issuers.Value.IsEmpty ? ["https://kubernetes.default.svc.cluster.local"] : _flags.Issuers.Value;
        return new ServiceAccountTokens(TokenKey.FromPem(File.ReadAllText(Required(_flags.SigningKey))), checking, issuers[0], time) { Issuers = issuers, Audiences = _flags.Audiences.Value.IsEmpty ? [issuers[0]] : _flags.Audiences.Value };
    }

    private TokenLifetimes Lifetimes()
    {
        var seconds = (long)_flags.TokenLifetimeMax.Value.TotalSeconds;
        if (seconds != 0 && seconds is < 3600 or > 1L << 32) { throw new FlagException("the service-account-max-token-expiration must be between 1 hour and 2^32 seconds"); }
        return new TokenLifetimes { SecondsMax = seconds, IsExtended = _flags.IsTokenExtended.Value };
    }

    private async ValueTask<IStore> OpenStoreAsync(TimeProvider time, CancellationToken cancellation)
    {
        if (!_flags.EtcdServers.IsGiven) { return await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = _flags.DataFolder.Value }, time, cancellation); }
        return new EtcdStore(new EtcdStoreOptions
        {
            Endpoints = [.. _flags.EtcdServers.Value.Select(static s => Uri.TryCreate(s, UriKind.Absolute, out var uri) ? uri : throw new FlagException($"--etcd-servers: \"{s}\" is no URL"))],
            AuthorityFile = OrNull(_flags.EtcdAuthority),
            SystemAuthorities = static () => SystemRoots.All,
            CertificateFile = OrNull(_flags.EtcdCertificate),
            KeyFile = OrNull(_flags.EtcdKey),
            SpliceOnRead = static (value, revision) => ResourceVersions.Replace(value.Span, revision),
        }, time);
    }

    private async ValueTask<EtcdFacade?> ServeStoreAsync(IStore store, CancellationToken cancellation)
    {
        if (!_flags.EtcdListen.IsGiven) { return null; }
        if (store is not EmbeddedStore embedded) { throw new FlagException("--embedded-etcd-listen: the store is an etcd already"); }
        if (!IPEndPoint.TryParse(_flags.EtcdListen.Value, out var endpoint)) { throw new FlagException($"--embedded-etcd-listen: \"{_flags.EtcdListen.Value}\" is no address and port"); }
        var certificate = _flags.EtcdServingCertificate.IsGiven ? X509Certificate2.CreateFromPemFile(_flags.EtcdServingCertificate.Value, Required(_flags.EtcdServingKey)) : null;
        try { return await EtcdFacade.StartAsync(embedded, new EtcdFacadeOptions(endpoint) { Certificate = certificate, ClientAuthorities = ReadCertificates(_flags.EtcdClientAuthority) }, cancellation); }
        catch (ArgumentException e) { throw new FlagException($"--embedded-etcd-listen: {e.Message}"); }
    }

    private TlsSettings Tls()
    {
        try { return TlsSettings.Read(_flags.TlsVersionMin.Value, _flags.TlsSuites.Value); }
        catch (FormatException e) { throw new FlagException($"--tls-min-version, --tls-cipher-suites: {e.Message}"); }
    }

    private static X509Certificate2Collection ReadCertificates(Flag<string> file)
    {
        var found = new X509Certificate2Collection();
        if (file.IsGiven) { found.ImportFromPemFile(file.Value); }
        return found;
    }

    private static IPAddress ReadAddress(Flag<string> flag) => IPAddress.TryParse(flag.Value, out var address) ? address : throw new FlagException($"--{flag.Name}: \"{flag.Value}\" is no IP address");

    private static (int, int) ReadPorts(string text) =>
        text.Split('-') is [var min, var max] && int.TryParse(min, CultureInfo.InvariantCulture, out var from) && int.TryParse(max, CultureInfo.InvariantCulture, out var to) && from > 0 && to >= from && to <= ushort.MaxValue
            ? (from, to) : throw new FlagException($"--service-node-port-range: \"{text}\" is no range of ports");

    private static string? OrNull(Flag<string> flag) => flag.IsGiven ? flag.Value : null;
}
