using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Features;
using KubeSharp.Pki.Tokens;

namespace KubeSharp.ApiServer;

/// <summary>How an API server is put together.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Who signs client certificates.</summary>
    public required X509Certificate2Collection ClientAuthorities { get; init; }
    /// <summary>Issues and checks service-account tokens.</summary>
    public required ServiceAccountTokens Tokens { get; init; }
    /// <summary>How long such tokens hold.</summary>
    public TokenLifetimes TokenLifetimes { get; init; } = new();
    /// <summary>Where the discovery document says the keys of tokens are; null: at this server. Source: --service-account-jwks-uri.</summary>
    public string? KeySetUri { get; init; }
    /// <summary>With it the server speaks to kubelets.</summary>
    public X509Certificate2? KubeletClientCertificate { get; init; }
    /// <summary>Who signs kubelets' serving certificates; empty: any is accepted, as upstream does without --kubelet-certificate-authority.</summary>
    public X509Certificate2Collection KubeletAuthorities { get; init; } = [];
    /// <summary>With it the server passes requests on to other API servers; null: it shows none.</summary>
    public X509Certificate2? ProxyClientCertificate { get; init; }
    /// <summary>Who signs <see cref="ProxyClientCertificate"/>: told to other API servers, so that they believe who asks.</summary>
    public X509Certificate2Collection ProxyAuthorities { get; init; } = [];
    /// <summary>How a proxy in front says who asks.</summary>
    public RequestHeaderOptions RequestHeaders { get; init; } = new();
    /// <summary>Where clients in the cluster reach this server.</summary>
    public required IPEndPoint AdvertiseAddress { get; init; }
    /// <summary>Service addresses; default 10.96.0.0/12.</summary>
    public IPNetwork ServiceCidr { get; init; } = new(IPAddress.Parse("10.96.0.0"), 12);
    /// <summary>Which requests without credentials are system:anonymous; default all.</summary>
    public AnonymousAccess Anonymous { get; init; } = AnonymousAccess.Everywhere;
    /// <summary>Whether containers may be privileged; default yes. Source: --allow-privileged, which is off by default.</summary>
    public bool AllowsPrivileged { get; init; } = true;
    /// <summary>What is special about kinds, given what they may read; null: the built-in rules.</summary>
    public Func<IObjects, IEnumerable<KindRules>>? Rules { get; init; }
    /// <summary>Group/versions to serve though upstream has removed them: extensions/v1beta1 and policy/v1beta1, with pod security policies. Default none, or both where the admission plug-in PodSecurityPolicy is enabled.</summary>
    public ImmutableArray<string> RetiredVersions { get; init; } = [];
    /// <summary>Versions, or resources of them, to serve though upstream has them off by default: certificates.k8s.io/v1beta1. Default none.</summary>
    public ImmutableArray<string> PreviewVersions { get; init; } = [];
    /// <summary>Ports that services may take on every node; default 30000 to 32767.</summary>
    public (int Min, int Max) NodePorts { get; init; } = (30000, 32767);
    /// <summary>Admission plug-ins in their order; null: upstream's.</summary>
    public Func<IObjects, ImmutableArray<IAdmissionPlugin>>? Admission { get; init; }
    /// <summary>Names of upstream's plug-ins to have beside the defaults.</summary>
    public ImmutableArray<string> EnabledAdmission { get; init; } = [];
    /// <summary>Names of upstream's plug-ins to leave out.</summary>
    public ImmutableArray<string> DisabledAdmission { get; init; } = [];
    /// <summary>What a configuration file says to admission plug-ins.</summary>
    public KubeSharp.ApiServer.Admission.Configuration.AdmissionSettings AdmissionSettings { get; init; } = KubeSharp.ApiServer.Admission.Configuration.AdmissionSettings.None;
    /// <summary>Authenticators asked before the built-in ones.</summary>
    public ImmutableArray<IAuthenticator> Authenticators { get; init; } = [];
    /// <summary>Authenticators asked after the built-in ones, given what reaches other servers.</summary>
    public Func<Webhooks.WebhookClient, ImmutableArray<IAuthenticator>> TokenAuthenticators { get; init; } = static _ => [];
    /// <summary>Authorizers in their order, after system:masters; null: the node authorizer and RBAC.</summary>
    public Func<AuthorizerParts, ImmutableArray<IAuthorizer>>? Authorizers { get; init; }
    /// <summary>More subresources and kinds that are only posted.</summary>
    public Func<ApiServer, ImmutableArray<Endpoints.ISubresource>> Subresources { get; init; } = static _ => [];
    /// <summary>Where the server itself reaches a service that serves a webhook; null: one of its ready endpoints.</summary>
    public Func<IObjects, Func<Webhooks.ServiceReference, IPEndPoint>>? ResolveService { get; init; }
    /// <summary>Requests served at once, parted among priority levels; default 600, upstream's 400 that read and 200 that write.</summary>
    public int ConcurrencyMax { get; init; } = 600;
    /// <summary>The most that a request may take which does not last by its nature; default a minute. Source: --request-timeout.</summary>
    public TimeSpan RequestLengthMax { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>How long a watch lasts at least that says nothing of it, and at most twice that; default half an hour. Source: --min-request-timeout.</summary>
    public TimeSpan WatchLengthMin { get; init; } = TimeSpan.FromMinutes(30);
    /// <summary>How connections leave the server; default straight. Source: --egress-selector-config-file.</summary>
    public Proxying.Egress Egress { get; init; } = Proxying.Egress.Direct;
    /// <summary>The version that it emulates: resources that came later are not served; null: its own. Source: --emulated-version.</summary>
    public Configuration.EmulatedVersion? EmulatedVersion { get; init; }
    /// <summary>Whether <see cref="PreviewVersions"/> are served though they came after the version that is emulated. Source: --runtime-config-emulation-forward-compatible.</summary>
    public bool IsForwardCompatible { get; init; }
    /// <summary>What is said of connections and to browsers.</summary>
    public Pipeline.EdgeOptions Edge { get; init; } = new();
    /// <summary>How long events stay after they were last written; default an hour; zero: they stay. Source: --event-ttl.</summary>
    public TimeSpan EventLifetime { get; init; } = TimeSpan.FromHours(1);
    /// <summary>What is recorded of requests, given what calls webhooks; null: nothing.</summary>
    public Func<Webhooks.WebhookClient, Audit.RequestAudit>? Audit { get; init; }
    /// <summary>Makes the spans of requests; null: they are not traced.</summary>
    public Machinery.Tracing.Tracer? Tracer { get; init; }
    /// <summary>Features that are on. Of these ComponentStatusz, ComponentFlagz and those of admission plug-ins switch something; all are told in /metrics.</summary>
    public FeatureGates Features { get; init; } = FeatureGates.Default;
    /// <summary>Flags it was started with, told beside those it knows itself (/flagz, /configz).</summary>
    public ImmutableArray<(string Name, string Value)> Flags { get; init; } = [];
    /// <summary>More that /livez and /readyz ask.</summary>
    public ImmutableArray<(string Name, Func<bool> IsWell)> HealthChecks { get; init; } = [];
    /// <summary>Others in this process that write metrics beside the server's.</summary>
    public ImmutableArray<Action<System.Text.StringBuilder>> OtherMetrics { get; init; } = [];
    /// <summary>Version that is told.</summary>
    public string GitVersion { get; init; } = "v1.36.2+kubesharp";
    /// <summary>Seed of generated names; null: random.</summary>
    public int? RandomSeed { get; init; }

    /// <summary>The versions that it goes by.</summary>
    internal Configuration.EmulatedVersion Versions => EmulatedVersion ?? Configuration.EmulatedVersion.Of(GitVersion);
}
