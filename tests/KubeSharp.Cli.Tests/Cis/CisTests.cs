using System.Collections.Immutable;
using KubeSharp.Cli.Cis;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Cis;

public sealed class CisTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly CisFacts _good = new()
    {
        IsKubeSharp = true,
        Flags = Flags("anonymous-auth=false authorization-mode=Node,RBAC client-ca-file=a tls-cert-file=a tls-private-key-file=a kubelet-client-certificate=a kubelet-client-key=a kubelet-certificate-authority=a service-account-key-file=a audit-policy-file=a audit-log-path=a audit-log-maxage=30 audit-log-maxbackup=10 audit-log-maxsize=100 encryption-provider-config=a enable-admission-plugins=[AlwaysPullImages,DenyServiceExternalIPs,EventRateLimit]"),
        AnonymousCode = 403,
        ProfileCode = 404,
        DataFolder = new("/data", Owner | UnixFileMode.UserExecute, true),
        Kubeconfigs = [new("/admin.conf", Owner, true)],
        Pki = [new("/pki/ca.crt", Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead, true), new("/pki/ca.key", Owner, true)],
        Nodes = [new("n1", 401, false, false)],
    };

    private static ImmutableDictionary<string, string> Flags(string text) => text.Split(' ').Select(static f => f.Split('=', 2)).ToImmutableDictionary(static f => f[0], static f => f[1]);

    private static CisVerdict Judge(CisFacts facts, string number) => CisReport.Checks.Single(c => c.Number == number).Judge(facts);

    [Fact]
    public void Every_check_has_a_number_of_its_own_a_title_and_a_remediation()
    {
        Assert.Equal(CisReport.Checks.Length, CisReport.Checks.Select(static c => c.Number).Distinct().Count());
        Assert.All(CisReport.Checks, static c => Assert.True(c.Title.Length > 0 && c.Remediation.Length > 0, c.Number));
    }

    [Fact]
    public void A_cluster_as_the_benchmark_wants_it_passes_every_check() =>
        Assert.DoesNotContain(CisReport.Checks.Select(static c => (c.Number, Verdict: c.Judge(_good))), static r => r.Verdict.Outcome != CisOutcome.Pass);

    [Theory]
    [InlineData("1.2.2", "token-auth-file=x")]
    [InlineData("1.2.4", "authorization-mode=RBAC")]
    [InlineData("1.2.6", "authorization-mode=AlwaysAllow")]
    [InlineData("1.2.7", "authorization-mode=RBAC")]
    [InlineData("1.2.12", "disable-admission-plugins=[ServiceAccount]")]
    [InlineData("1.2.14", "disable-admission-plugins=NodeRestriction")]
    [InlineData("1.2.16", "authorization-mode=RBAC")]
    [InlineData("1.2.17", "audit-log-maxage=7")]
    [InlineData("1.2.23", "etcd-servers=https://e")]
    public void A_flag_that_is_wrong_or_missing_fails_its_check(string number, string flags) => Assert.Equal(CisOutcome.Fail, Judge(_good with { Flags = Flags(flags) }, number).Outcome);

    [Fact]
    public void What_the_servers_answer_decides_what_flags_cannot_tell()
    {
        Assert.Equal(CisOutcome.Fail, Judge(_good with { AnonymousCode = 200 }, "1.2.1").Outcome);
        Assert.Equal(CisOutcome.Fail, Judge(_good with { ProfileCode = 200 }, "1.2.15").Outcome);
        Assert.Equal(CisOutcome.Fail, Judge(_good with { SpeaksOldTls = true }, "1.2.29").Outcome);
        Assert.Equal(CisOutcome.Fail, Judge(_good with { Nodes = [new("n1", 200, false, false)] }, "4.2.1").Outcome);
        Assert.Equal(CisOutcome.Fail, Judge(_good with { Nodes = [new("n1", 401, true, false)] }, "4.2.4").Outcome);
        Assert.Equal(CisOutcome.Warn, Judge(_good with { Nodes = [new("n1", 0, false, false)] }, "4.2.1").Outcome);
        Assert.Equal(CisOutcome.Warn, Judge(_good with { Flags = null }, "1.2.6").Outcome);
    }

    [Fact]
    public void Files_that_others_may_read_fail()
    {
        var wide = new CisFile("/x.key", Owner | UnixFileMode.GroupRead, true);
        Assert.Equal(CisOutcome.Fail, Judge(_good with { Pki = [wide] }, "1.1.21").Outcome);
        Assert.Equal(CisOutcome.Fail, Judge(_good with { Kubeconfigs = [wide] }, "1.1.13").Outcome);
        Assert.Equal(CisOutcome.Fail, Judge(_good with { DataFolder = wide }, "1.1.11").Outcome);
        Assert.Equal(CisOutcome.Warn, Judge(_good with { DataFolder = null }, "1.1.11").Outcome);
    }

    [Theory]
    [InlineData("5.1.1", "clusterrolebindings", """{"metadata":{"name":"x"},"roleRef":{"name":"cluster-admin"}}""")]
    [InlineData("5.1.2", "roles", """{"metadata":{"name":"x","namespace":"a"},"rules":[{"verbs":["list"],"resources":["secrets"]}]}""")]
    [InlineData("5.1.3", "clusterroles", """{"metadata":{"name":"x"},"rules":[{"verbs":["*"],"resources":["pods"]}]}""")]
    [InlineData("5.1.8", "clusterroles", """{"metadata":{"name":"x"},"rules":[{"verbs":["escalate"],"resources":["roles"]}]}""")]
    [InlineData("5.2.2", "pods", """{"metadata":{"name":"x","namespace":"a"},"spec":{"initContainers":[{"name":"c","securityContext":{"privileged":true}}]}}""")]
    [InlineData("5.2.5", "pods", """{"metadata":{"name":"x","namespace":"a"},"spec":{"hostNetwork":true}}""")]
    [InlineData("5.2.12", "pods", """{"metadata":{"name":"x","namespace":"a"},"spec":{"volumes":[{"name":"v","hostPath":{"path":"/"}}]}}""")]
    [InlineData("5.3.2", "namespaces", """{"metadata":{"name":"a"}}""")]
    [InlineData("5.4.1", "pods", """{"metadata":{"name":"x","namespace":"a"},"spec":{"containers":[{"name":"c","envFrom":[{"secretRef":{"name":"s"}}]}]}}""")]
    public void Objects_that_somebody_should_look_at_are_named(string number, string resource, string value)
    {
        var verdict = Judge(_good with { Objects = ImmutableDictionary<string, ImmutableArray<Node>>.Empty.Add(resource, [Node.Parse(value)]) }, number);
        Assert.Equal(CisOutcome.Warn, verdict.Outcome);
        Assert.Contains(resource == "namespaces" ? "a" : "x", verdict.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_names_each_check_its_outcome_and_what_to_do()
    {
        using var output = new StringWriter();
        Assert.Equal(1, CisReport.Write(_good with { ProfileCode = 200 }, output));
        Assert.Contains("[FAIL] 1.2.15 --profiling is false: /debug/pprof answers\n       remediation: --profiling=false\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 failed, 0 to look at", output.ToString(), StringComparison.Ordinal);
    }
}
