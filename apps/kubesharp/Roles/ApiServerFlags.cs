using System.Collections.Immutable;
using System.Net;
using KubeSharp.Hosting.Flags;

namespace KubeSharp.Roles;

/// <summary>The flags of kube-apiserver, under upstream's names. Source: kube-apiserver, command line tools reference.</summary>
internal sealed class ApiServerFlags(FlagSet flags)
{
    /// <summary>Who is let in.</summary>
    public AuthenticationFlags Authentication { get; } = new(flags);
    /// <summary>Which requests are recorded.</summary>
    public AuditFlags Audit { get; } = new(flags);
    /// <summary>What is said of connections and to browsers.</summary>
    public EdgeFlags Edge { get; } = new(flags);
    public Flag<string> EgressFile { get; } = flags.Text("egress-selector-config-file", "", "EgressSelectorConfiguration: connections that go through a tunnel");
    public Flag<ImmutableArray<string>> EmulatedVersion { get; } = flags.List("emulated-version", "version to emulate, kube=MAJOR.MINOR: its own, or up to three minor versions before; resources and features are those that it had");
    public Flag<ImmutableArray<string>> MinCompatibilityVersion { get; } = flags.List("min-compatibility-version", "oldest version of other parts of the control plane, kube=MAJOR.MINOR: not after the one that is emulated; default the one before it");
    public Flag<bool> IsForwardCompatible { get; } = flags.Switch("runtime-config-emulation-forward-compatible", false, "what --runtime-config names is served though it came after the version that is emulated");
    /// <summary>How objects are sealed in the store.</summary>
    public EncryptionFlags Encryption { get; } = new(flags);
    /// <summary>Where traces go.</summary>
    public Flag<string> TracingFile { get; } = flags.Text(Traces.Flag, "", "TracingConfiguration: where traces go (OTLP over gRPC), and how many there are");
    /// <summary>What users may do.</summary>
    public AuthorizationFlags Authorization { get; } = new(flags);
    public Flag<bool> AllowsPrivileged { get; } = flags.Switch("allow-privileged", false, "containers may be privileged");
    public Flag<string> AdvertiseAddress { get; } = flags.Text("advertise-address", "", "address by which the cluster reaches this server");
    public Flag<IPAddress> BindAddress { get; } = flags.Address("bind-address", IPAddress.Any, "address to serve on");
    public Flag<int> SecurePort { get; } = flags.Whole("secure-port", 6443, "port to serve on");
    /// <summary>The certificates it shows.</summary>
    public ServingFlags Serving { get; } = new(flags);
    public Flag<string> TlsVersionMin { get; } = flags.Text("tls-min-version", "", "least version of TLS: VersionTLS12 (default), VersionTLS13");
    public Flag<ImmutableArray<string>> TlsSuites { get; } = flags.List("tls-cipher-suites", "suites of TLS 1.2; default those with ephemeral keys and authenticated encryption");
    public Flag<string> ClientAuthority { get; } = flags.Text("client-ca-file", "", "authorities that sign clients' certificates");
    public Flag<ImmutableArray<string>> EtcdServers { get; } = flags.List("etcd-servers", "members of etcd; without it, the embedded store is used");
    public Flag<string> EtcdAuthority { get; } = flags.Text("etcd-cafile", "", "authority of etcd's certificates");
    public Flag<string> EtcdCertificate { get; } = flags.Text("etcd-certfile", "", "certificate shown to etcd");
    public Flag<string> EtcdKey { get; } = flags.Text("etcd-keyfile", "", "its key");
    public Flag<TimeSpan> CompactionInterval { get; } = flags.Duration("etcd-compaction-interval", TimeSpan.FromMinutes(5), "how often etcd is told to forget what was; 0: never. The embedded store does so by itself");
    public Flag<TimeSpan> RequestLengthMax { get; } = flags.Period("request-timeout", TimeSpan.FromMinutes(1), "the most that a request may take which does not last by its nature");
    public Flag<int> WatchSecondsMin { get; } = flags.Whole("min-request-timeout", 1800, "seconds that a watch lasts at least, and at most twice that, where it says nothing of it");
    public Flag<int> NotReadySeconds { get; } = flags.Whole("default-not-ready-toleration-seconds", 300, "seconds that pods bear a node that is not ready, where they say nothing of it");
    public Flag<int> UnreachableSeconds { get; } = flags.Whole("default-unreachable-toleration-seconds", 300, "seconds that pods bear a node that cannot be reached, where they say nothing of it");
    public Flag<int> StreamsMax { get; } = flags.Whole("http2-max-streams-per-connection", 250, "streams that a client may have open on an HTTP/2 connection");
    public Flag<TimeSpan> EventLifetime { get; } = flags.Duration("event-ttl", TimeSpan.FromHours(1), "how long events stay; 0: for ever");
    public Flag<string> DataFolder { get; } = flags.Text("data-dir", "/var/lib/kubesharp/data", "folder of the embedded store");
    public Flag<string> EtcdListen { get; } = flags.Text("embedded-etcd-listen", "", "address and port at which the embedded store is served as etcd; without it, it is not");
    public Flag<string> EtcdServingCertificate { get; } = flags.Text("embedded-etcd-cert-file", "", "certificate served there; needed beyond loopback addresses");
    public Flag<string> EtcdServingKey { get; } = flags.Text("embedded-etcd-key-file", "", "its key");
    public Flag<string> EtcdClientAuthority { get; } = flags.Text("embedded-etcd-client-ca-file", "", "authorities that sign the certificates of its clients; needed beyond loopback addresses");
    public Flag<ImmutableArray<string>> RuntimeConfig { get; } = flags.List("runtime-config", "versions to serve beside the default ones: certificates.k8s.io/v1beta1=true for cluster trust bundles and requests of pods' certificates, extensions/v1beta1=true and policy/v1beta1=true for pod security policies, which the admission plug-in PodSecurityPolicy acts by");
    public Flag<string> ServiceRange { get; } = flags.Text("service-cluster-ip-range", "10.96.0.0/12", "addresses of services");
    public Flag<string> NodePorts { get; } = flags.Text("service-node-port-range", "30000-32767", "ports of services on nodes");
    public Flag<ImmutableArray<string>> Issuers { get; } = flags.List("service-account-issuer", "issuer named in service-account tokens, default https://kubernetes.default.svc.cluster.local; given again, former ones, whose tokens hold too");
    public Flag<ImmutableArray<string>> Audiences { get; } = flags.List("api-audiences", "audiences of tokens for this server; default its issuer");
    public Flag<TimeSpan> TokenLifetimeMax { get; } = flags.Duration("service-account-max-token-expiration", TimeSpan.Zero, "longest that a token of a service account holds; 0: as long as it was asked for");
    public Flag<bool> IsTokenExtended { get; } = flags.Switch("service-account-extend-token-expiration", true, "tokens that pods are given by default hold for a year; their use after an hour is counted and recorded");
    public Flag<string> KeySetUri { get; } = flags.Text("service-account-jwks-uri", "", "where the discovery document says the keys of tokens are; default at this server");
    public Flag<string> SigningKey { get; } = flags.Text("service-account-signing-key-file", "", "key that signs them");
    public Flag<ImmutableArray<string>> CheckingKeys { get; } = flags.List("service-account-key-file", "keys that check them");
    public Flag<ImmutableArray<string>> EnabledAdmission { get; } = flags.List("enable-admission-plugins", "admission plug-ins beside the default ones");
    public Flag<ImmutableArray<string>> DisabledAdmission { get; } = flags.List("disable-admission-plugins", "admission plug-ins to leave out");
    public Flag<string> AdmissionFile { get; } = flags.Text("admission-control-config-file", "", "what admission plug-ins are told: EventRateLimit, PodSecurity, MutatingAdmissionWebhook, ValidatingAdmissionWebhook");
    public Flag<int> ReadsMax { get; } = flags.Whole("max-requests-inflight", 400, "requests that read, served at once");
    public Flag<int> WritesMax { get; } = flags.Whole("max-mutating-requests-inflight", 200, "requests that write, served at once");
    public Flag<string> KubeletCertificate { get; } = flags.Text("kubelet-client-certificate", "", "certificate shown to node agents");
    public Flag<string> KubeletKey { get; } = flags.Text("kubelet-client-key", "", "its key");
    public Flag<string> KubeletAuthority { get; } = flags.Text("kubelet-certificate-authority", "", "authority of node agents' certificates");
    public Flag<string> ProxyCertificate { get; } = flags.Text("proxy-client-cert-file", "", "certificate shown to other API servers that requests are passed on to");
    public Flag<string> ProxyKey { get; } = flags.Text("proxy-client-key-file", "", "its key");
    public Flag<string> ProxyAuthority { get; } = flags.Text("requestheader-client-ca-file", "", "authority of that certificate, told to other API servers");
}
