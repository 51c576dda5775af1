using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Admission;

public sealed class PodSecurityTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Restricted = """{"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"c","image":"i","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}""";
    private const string Plain = """{"containers":[{"name":"c","image":"i"}]}""";

    private static IReadOnlyList<string> Find(string level, string spec) => PodSecurityStandards.Violations(level, (ObjectNode)Node.Parse(spec), ObjectNode.Empty);

    [Fact]
    public void Each_level_lets_through_what_it_should()
    {
        Assert.Empty(Find("privileged", """{"hostNetwork":true,"containers":[{"name":"c","securityContext":{"privileged":true}}]}"""));
        Assert.Empty(Find("baseline", Plain));
        Assert.Empty(Find("restricted", Restricted));
    }

    [Theory]
    [InlineData("""{"hostNetwork":true,"hostPID":true,"containers":[{"name":"c"}]}""", "host namespaces (hostNetwork=true, hostPID=true)")]
    [InlineData("""{"containers":[{"name":"a","securityContext":{"privileged":true}},{"name":"b","securityContext":{"privileged":true}}]}""", "privileged (containers \"a\", \"b\" must not set securityContext.privileged=true)")]
    [InlineData("""{"initContainers":[{"name":"a","securityContext":{"capabilities":{"add":["NET_ADMIN","CHOWN"]}}}],"containers":[{"name":"c"}]}""", "non-default capabilities (container \"a\" must not include \"NET_ADMIN\" in securityContext.capabilities.add)")]
    [InlineData("""{"containers":[{"name":"c"}],"volumes":[{"name":"v","hostPath":{"path":"/"}}]}""", "hostPath volumes (volume \"v\")")]
    [InlineData("""{"containers":[{"name":"c","ports":[{"containerPort":80,"hostPort":80}]}]}""", "hostPort (container \"c\" uses hostPort 80)")]
    [InlineData("""{"containers":[{"name":"c","securityContext":{"procMount":"Unmasked"}}]}""", "procMount (container \"c\" must not set securityContext.procMount to \"Unmasked\")")]
    [InlineData("""{"securityContext":{"seccompProfile":{"type":"Unconfined"}},"containers":[{"name":"c"}]}""", "seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")")]
    [InlineData("""{"securityContext":{"sysctls":[{"name":"kernel.msgmax","value":"1"}]},"containers":[{"name":"c"}]}""", "forbidden sysctls (kernel.msgmax)")]
    [InlineData("""{"securityContext":{"seLinuxOptions":{"user":"u"}},"containers":[{"name":"c"}]}""", "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions)")]
    public void Baseline_forbids_what_leads_out_of_the_pod(string spec, string violation) => Assert.Equal([violation], Find("baseline", spec));

    [Fact]
    public void Restricted_names_all_that_a_plain_pod_lacks() => Assert.Equal(
    [
        "allowPrivilegeEscalation != false (container \"c\" must set securityContext.allowPrivilegeEscalation=false)",
        "unrestricted capabilities (container \"c\" must set securityContext.capabilities.drop=[\"ALL\"])",
        "runAsNonRoot != true (pod or container \"c\" must set securityContext.runAsNonRoot=true)",
        "seccompProfile (pod or container \"c\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")",
    ], Find("restricted", Plain));

    [Fact]
    public async Task A_namespace_that_enforces_refuses_pods_and_warns_of_templates()
    {
        var ns = await cluster.NamespaceAsync("""{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/warn":"restricted"}""");
        await cluster.Server.SendAsync("GET", "/api/v1/namespaces");
        var (code, refused) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p"},"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i"}]}}""");
        Assert.Equal((403, "pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)"), (code, refused.TextAt("message")));
        var warnings = await cluster.WarningsAsync($"/apis/apps/v1/namespaces/{ns}/deployments", """{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i"}]}}}}""");
        Assert.Contains("would violate PodSecurity \\\"restricted:latest\\\": host namespaces (hostNetwork=true)", Assert.Single(warnings));
    }

    [Fact]
    public async Task What_pods_are_held_to_is_counted()
    {
        var ns = await cluster.NamespaceAsync("""{"pod-security.kubernetes.io/enforce":"restricted","pod-security.kubernetes.io/enforce-version":"v1.31","pod-security.kubernetes.io/audit":"restricted","pod-security.kubernetes.io/audit-version":"v1.99","pod-security.kubernetes.io/warn":"restricted","pod-security.kubernetes.io/warn-version":"v1.32"}""");
        Assert.Equal(403, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", $$"""{"metadata":{"name":"p"},"spec":{{Plain}}}""")).Code);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", $$"""{"metadata":{"name":"p"},"spec":{{Restricted}}}""")).Code);
        await cluster.WarningsAsync($"/api/v1/namespaces/{ns}/podtemplates", $$$"""{"metadata":{"name":"t"},"template":{"spec":{{{Plain}}}}}""");
        var text = await cluster.Server.Client.GetStringAsync("/metrics");
        string Line(string decision, string mode, string version, string resource) => $"pod_security_evaluations_total{{decision=\"{decision}\",mode=\"{mode}\",policy_level=\"restricted\",policy_version=\"{version}\",request_operation=\"create\",resource=\"{resource}\",subresource=\"\"}} 1\n";
        Assert.Contains(Line("deny", "enforce", "v1.31", "pod"), text, StringComparison.Ordinal);
        Assert.Contains(Line("allow", "enforce", "v1.31", "pod"), text, StringComparison.Ordinal);
        Assert.Contains(Line("deny", "audit", "future", "pod"), text, StringComparison.Ordinal);
        Assert.Contains(Line("deny", "warn", "v1.32", "controller"), text, StringComparison.Ordinal);
        // Who is refused is not warned of what they have not got.
        Assert.DoesNotContain(Line("deny", "warn", "v1.32", "pod"), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_that_is_none_is_refused()
    {
        var (code, refused) = await cluster.Server.SendAsync("POST", "/api/v1/namespaces", """{"metadata":{"name":"wrong","labels":{"pod-security.kubernetes.io/enforce":"strict"}}}""");
        Assert.Equal((422, "metadata.labels[pod-security.kubernetes.io/enforce]"), (code, ((ArrayNode)refused.At("details", "causes")!)[0].TextAt("field")));
    }

    [Theory]
    [InlineData("restricted", "{\"containers\":[{\"name\":\"c\"}]}", 7, "runAsNonRoot")]
    [InlineData("restricted", "{\"containers\":[{\"name\":\"c\"}]}", 8, "allowPrivilegeEscalation,runAsNonRoot")]
    [InlineData("restricted", "{\"containers\":[{\"name\":\"c\"}]}", 19, "allowPrivilegeEscalation,runAsNonRoot,seccompProfile")]
    [InlineData("restricted", "{\"containers\":[{\"name\":\"c\"}]}", 22, "allowPrivilegeEscalation,unrestricted,runAsNonRoot,seccompProfile")]
    [InlineData("restricted", "{\"containers\":[{\"name\":\"c\",\"securityContext\":{\"capabilities\":{\"add\":[\"SYS_ADMIN\"]}}}]}", 21, "non-default,allowPrivilegeEscalation,runAsNonRoot,seccompProfile")]
    [InlineData("restricted", "{\"os\":{\"name\":\"windows\"},\"containers\":[{\"name\":\"c\"}]}", 24, "allowPrivilegeEscalation,unrestricted,runAsNonRoot,seccompProfile")]
    [InlineData("restricted", "{\"os\":{\"name\":\"windows\"},\"containers\":[{\"name\":\"c\"}]}", 25, "runAsNonRoot")]
    [InlineData("baseline", "{\"securityContext\":{\"sysctls\":[{\"name\":\"net.ipv4.tcp_rmem\",\"value\":\"1\"}]},\"containers\":[{\"name\":\"c\"}]}", 31, "forbidden")]
    [InlineData("baseline", "{\"securityContext\":{\"sysctls\":[{\"name\":\"net.ipv4.tcp_rmem\",\"value\":\"1\"}]},\"containers\":[{\"name\":\"c\"}]}", 32, "")]
    [InlineData("baseline", "{\"securityContext\":{\"seLinuxOptions\":{\"type\":\"container_engine_t\"}},\"containers\":[{\"name\":\"c\"}]}", 30, "seLinuxOptions")]
    [InlineData("baseline", "{\"securityContext\":{\"seLinuxOptions\":{\"type\":\"container_engine_t\"}},\"containers\":[{\"name\":\"c\"}]}", 31, "")]
    [InlineData("baseline", "{\"containers\":[{\"name\":\"c\",\"livenessProbe\":{\"httpGet\":{\"host\":\"1.2.3.4\",\"port\":1}}}]}", 33, "")]
    [InlineData("baseline", "{\"containers\":[{\"name\":\"c\",\"livenessProbe\":{\"httpGet\":{\"host\":\"1.2.3.4\",\"port\":1}}}]}", 34, "probe")]
    public void A_level_is_that_of_its_version(string level, string spec, int minor, string found) =>
        Assert.Equal(found, string.Join(",", PodSecurityStandards.Violations(level, (ObjectNode)Node.Parse(spec), ObjectNode.Empty, minor).Select(static v => v.Split(' ')[0])));
}
