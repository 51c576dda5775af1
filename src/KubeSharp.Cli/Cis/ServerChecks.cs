using System.Collections.Immutable;
using System.Globalization;

namespace KubeSharp.Cli.Cis;

/// <summary>Sections 1.2 and 3.2: the API server's flags and answers.</summary>
public static class ServerChecks
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<CisCheck> All { get; } =
    [
        new("1.2.1", "Strangers (--anonymous-auth) are let in only where that is wanted, and see no secrets", static f => f.AnonymousCode is 200 ? new(CisOutcome.Fail, "a stranger may list secrets") : CisVerdict.Look(f.Flag("anonymous-auth") == "false", "anonymous requests are authenticated as system:anonymous"), "set --anonymous-auth=false, or conditions in --authentication-config"),
        new("1.2.2", "--token-auth-file is not set", static f => Told(f, CisVerdict.Of(f.Flag("token-auth-file").Length == 0, "static tokens never expire")), "remove --token-auth-file; use service accounts, certificates or an OIDC issuer"),
        new("1.2.3", "DenyServiceExternalIPs is on", static f => Told(f, CisVerdict.Look(Has(f, "enable-admission-plugins", "DenyServiceExternalIPs"), "services may claim foreign addresses")), "--enable-admission-plugins=...,DenyServiceExternalIPs"),
        new("1.2.4", "--kubelet-client-certificate and --kubelet-client-key are set", static f => Set(f, "kubelet-client-certificate", "kubelet-client-key"), "give the API server a client certificate for node agents"),
        new("1.2.5", "--kubelet-certificate-authority is set", static f => Set(f, "kubelet-certificate-authority"), "--kubelet-certificate-authority=CA_FILE"),
        new("1.2.6", "--authorization-mode is not AlwaysAllow", static f => Told(f, CisVerdict.Of(IsConfigured(f) || (f.List("authorization-mode").Count > 0 && !Has(f, "authorization-mode", "AlwaysAllow")))), "--authorization-mode=Node,RBAC"),
        new("1.2.7", "--authorization-mode includes Node", static f => Told(f, IsConfigured(f) ? Elsewhere : CisVerdict.Of(Has(f, "authorization-mode", "Node"))), "--authorization-mode=Node,RBAC"),
        new("1.2.8", "--authorization-mode includes RBAC", static f => Told(f, IsConfigured(f) ? Elsewhere : CisVerdict.Of(Has(f, "authorization-mode", "RBAC"))), "--authorization-mode=Node,RBAC"),
        new("1.2.9", "EventRateLimit is on", static f => Told(f, CisVerdict.Look(Has(f, "enable-admission-plugins", "EventRateLimit"), "floods of events are held back by priority and fairness only")), "--enable-admission-plugins=...,EventRateLimit"),
        new("1.2.10", "AlwaysAdmit is off", static f => Told(f, CisVerdict.Of(!Has(f, "enable-admission-plugins", "AlwaysAdmit"))), "remove AlwaysAdmit from --enable-admission-plugins"),
        new("1.2.11", "AlwaysPullImages is on", static f => Told(f, CisVerdict.Look(Has(f, "enable-admission-plugins", "AlwaysPullImages"), "private images that are on a node may be used without the right to them")), "--enable-admission-plugins=...,AlwaysPullImages"),
        new("1.2.12", "ServiceAccount is on", static f => Told(f, CisVerdict.Of(!Has(f, "disable-admission-plugins", "ServiceAccount"))), "remove ServiceAccount from --disable-admission-plugins"),
        new("1.2.13", "NamespaceLifecycle is on", static f => Told(f, CisVerdict.Of(!Has(f, "disable-admission-plugins", "NamespaceLifecycle"))), "remove NamespaceLifecycle from --disable-admission-plugins"),
        new("1.2.14", "NodeRestriction is on", static f => Told(f, CisVerdict.Of(!Has(f, "disable-admission-plugins", "NodeRestriction") && (f.IsKubeSharp || Has(f, "enable-admission-plugins", "NodeRestriction")))), "--enable-admission-plugins=...,NodeRestriction"),
        new("1.2.15", "--profiling is false", static f => CisVerdict.Of(f.ProfileCode is not 200, "/debug/pprof answers"), "--profiling=false"),
        new("1.2.16", "--audit-log-path is set", static f => Told(f, CisVerdict.Of(f.Flag("audit-log-path").Length > 0 || f.Flag("audit-webhook-config-file").Length > 0, "requests are not recorded")), "--audit-log-path=FILE"),
        new("1.2.17", "--audit-log-maxage is 30 or more", static f => AtLeast(f, "audit-log-maxage", 30), "--audit-log-maxage=30"),
        new("1.2.18", "--audit-log-maxbackup is 10 or more", static f => AtLeast(f, "audit-log-maxbackup", 10), "--audit-log-maxbackup=10"),
        new("1.2.19", "--audit-log-maxsize is 100 or more", static f => AtLeast(f, "audit-log-maxsize", 100), "--audit-log-maxsize=100"),
        new("1.2.20", "--request-timeout is as needed", static f => Told(f, CisVerdict.Look(f.Flag("request-timeout").Length == 0, f.Flag("request-timeout"))), "leave --request-timeout at its default of a minute"),
        new("1.2.21", "--service-account-lookup is true", static f => Told(f, CisVerdict.Of(f.Flag("service-account-lookup") is not "false")), "remove --service-account-lookup=false"),
        new("1.2.22", "--service-account-key-file is set", static f => Set(f, "service-account-key-file"), "--service-account-key-file=FILE"),
        new("1.2.23", "etcd is spoken to with a certificate", static f => Told(f, f.Flag("etcd-servers").Length == 0 ? CisVerdict.Pass : CisVerdict.Of(f.Flag("etcd-certfile").Length > 0 && f.Flag("etcd-keyfile").Length > 0)), "--etcd-certfile, --etcd-keyfile"),
        new("1.2.24", "--tls-cert-file and --tls-private-key-file are set", static f => Set(f, "tls-cert-file", "tls-private-key-file"), "--tls-cert-file, --tls-private-key-file"),
        new("1.2.25", "--client-ca-file is set", static f => Set(f, "client-ca-file"), "--client-ca-file=FILE"),
        new("1.2.26", "etcd's certificate is checked", static f => Told(f, f.Flag("etcd-servers").Length == 0 ? CisVerdict.Pass : CisVerdict.Of(f.Flag("etcd-cafile").Length > 0)), "--etcd-cafile=FILE"),
        new("1.2.27", "--encryption-provider-config is set", static f => Told(f, CisVerdict.Look(f.Flag("encryption-provider-config").Length > 0, "secrets lie in the store as they are")), "--encryption-provider-config=FILE"),
        new("1.2.29", "Only strong versions and suites of TLS are spoken", static f => CisVerdict.Of(!f.SpeaksOldTls, "TLS below 1.2 is spoken"), "--tls-min-version=VersionTLS12 --tls-cipher-suites=..."),
        new("3.2.1", "There is an audit policy", static f => Told(f, CisVerdict.Of(f.Flag("audit-policy-file").Length > 0, "no --audit-policy-file")), "--audit-policy-file=FILE"),
    ];

    private static CisVerdict Elsewhere => new(CisOutcome.Warn, "see --authorization-config");

    private static CisVerdict Told(CisFacts facts, CisVerdict verdict) => facts.Flags is null ? new(CisOutcome.Warn, "the API server does not tell its flags") : verdict;

    private static bool IsConfigured(CisFacts facts) => facts.Flag("authorization-config").Length > 0;

    private static bool Has(CisFacts facts, string flag, string item) => facts.List(flag).Contains(item);

    private static CisVerdict Set(CisFacts facts, params string[] flags)
    {
        var missing = flags.Where(f => facts.Flag(f).Length == 0).ToArray();
        return Told(facts, CisVerdict.Of(missing.Length == 0, $"not set: {string.Join(", ", missing.Select(static m => "--" + m))}"));
    }

    private static CisVerdict AtLeast(CisFacts facts, string flag, int least) =>
        Told(facts, CisVerdict.Of(int.TryParse(facts.Flag(flag), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least, $"--{flag} is {(facts.Flag(flag).Length == 0 ? "not set" : facts.Flag(flag))}"));
}
