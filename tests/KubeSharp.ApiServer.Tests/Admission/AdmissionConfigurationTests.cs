using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Rates;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.ApiServer.Tests.Admission;

/// <summary>What --admission-control-config-file tells plug-ins, and what they make of it.</summary>
public sealed class AdmissionConfigurationTests
{
    private const string Head = "{apiVersion: apiserver.config.k8s.io/v1, kind: AdmissionConfiguration, plugins: [";
    private const string Limits = "apiVersion: eventratelimit.admission.k8s.io/v1alpha1, kind: Configuration, limits: ";
    private const string Security = "apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration, ";

    private static AdmissionSettings Read(string plugins, string file = "") => AdmissionConfigurationFile.Read(Head + plugins + "]}", path => path == "limits.yaml" ? file : throw new FileNotFoundException(path));

    [Fact]
    public void Limits_stand_in_the_file_or_beside_it()
    {
        EventLimit[] wanted = [new("Server", 5, 10, 4096), new("User", 1, 2, 7)];
        Assert.Equal(wanted, Read($"{{name: EventRateLimit, configuration: {{{Limits}[{{type: Server, qps: 5, burst: 10}}, {{type: User, qps: 1, burst: 2, cacheSize: 7}}]}}}}").EventLimits);
        Assert.Equal(wanted, Read("{name: EventRateLimit, path: limits.yaml}", $"{{{Limits}[{{type: Server, qps: 5, burst: 10}}, {{type: User, qps: 1, burst: 2, cacheSize: 7}}]}}").EventLimits);
    }

    [Fact]
    public void Selectors_and_tolerations_stand_in_the_file_and_selectors_may_be_all_of_it()
    {
        const string Selectors = "podNodeSelectorPluginConfig: {clusterDefaultNodeSelector: a=b, ns: c=d}", Tolerations = "apiVersion: podtolerationrestriction.admission.k8s.io/v1alpha1, kind: Configuration, ";
        foreach (var read in (AdmissionSettings[])[Read($"{{name: PodNodeSelector, configuration: {{{Selectors}}}}}"), Read("{name: PodNodeSelector, path: limits.yaml}", Selectors), AdmissionConfigurationFile.Read(Selectors, static _ => "")])
        {
            Assert.Equal(("a=b", "c=d"), (read.NodeSelectors["clusterDefaultNodeSelector"], read.NodeSelectors["ns"]));
        }
        var tolerations = Read($"{{name: PodTolerationRestriction, configuration: {{{Tolerations}default: [{{key: a, operator: Exists}}], whitelist: [{{key: b, operator: Exists}}]}}}}").Tolerations;
        Assert.Equal(("""[{"key":"a","operator":"Exists"}]""", """[{"key":"b","operator":"Exists"}]"""), (tolerations.Defaults.ToString(), tolerations.Allowed.ToString()));
        Assert.Equal("podtolerationrestriction.whitelist[0].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"", Assert.Throws<FormatException>(() => Read($"{{name: PodTolerationRestriction, configuration: {{{Tolerations}whitelist: [{{key: b, operator: Exists, effect: Never}}]}}}}")).Message);
    }

    [Theory]
    [InlineData("[]", "limits: Invalid value: []: must not be empty")]
    [InlineData("[{type: Planet, qps: 1, burst: 1}]", "limits[0].type: Unsupported value: \"Planet\": supported values: \"Namespace\", \"Server\", \"SourceAndObject\", \"User\"")]
    [InlineData("[{type: Server, qps: 0, burst: 1}]", "limits[0].qps: Invalid value: 0: must be positive")]
    [InlineData("[{type: Server, qps: 1, burst: -1}]", "limits[0].burst: Invalid value: -1: must be positive")]
    [InlineData("[{type: User, qps: 1, burst: 1, cacheSize: -1}]", "limits[0].cacheSize: Invalid value: -1: must not be negative")]
    [InlineData("[{type: User, qps: 1, burst: 1, rate: 1}]", "limits[0].rate: Forbidden: unknown field")]
    public void Limits_that_do_not_hold_are_told(string limits, string wrong) =>
        Assert.Equal(wrong, Assert.Throws<FormatException>(() => Read($"{{name: EventRateLimit, configuration: {{{Limits}{limits}}}}}")).Message);

    [Theory]
    [InlineData("{name: Weather, configuration: {}}", "the admission plug-in Weather has no configuration here")]
    [InlineData("{name: PodSecurity, configuration: {kind: Other, apiVersion: v1}}", "PodSecurity: no kind \"Other\" is registered for version \"v1\"; known: PodSecurityConfiguration of pod-security.admission.config.k8s.io/v1, pod-security.admission.config.k8s.io/v1beta1")]
    [InlineData("{name: PodSecurity, configuration: {apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration, defaults: {enforce: tough}}}", "defaults.enforce: Invalid value: \"tough\": must be one of privileged, baseline, restricted")]
    public void What_no_plugin_understands_is_told(string plugin, string wrong) => Assert.Equal(wrong, Assert.Throws<FormatException>(() => Read(plugin)).Message);

    [Fact]
    public void A_bucket_is_full_at_first_and_fills_at_its_rate()
    {
        var time = new FakeTimeProvider();
        var buckets = new TokenBuckets(2, 3, 2, time);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => buckets.TryTake("a")));
        Assert.True(buckets.TryTake("b"));
        time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => buckets.TryTake("a")));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => buckets.TryTake("a")));
        // Of three keys the one not asked for longest is forgotten: its bucket is full again.
        Assert.True(buckets.TryTake("c"));
        Assert.True(buckets.TryTake("d"));
        Assert.True(buckets.TryTake("a"));
    }

    [Fact]
    public async Task Events_beyond_a_limit_are_refused_and_nothing_else_is()
    {
        await using var server = await TestServer.StartAsync(static o => o with { EnabledAdmission = ["EventRateLimit"], AdmissionSettings = new AdmissionSettings { EventLimits = [new EventLimit("Namespace", 1, 2, 10)] } });
        async Task<(int Code, string Message)> PostAsync(string ns, string name)
        {
            var (code, answer) = await server.SendAsync("POST", $"/api/v1/namespaces/{ns}/events", $$"""{"metadata":{"name":"{{name}}"},"involvedObject":{"kind":"Pod","namespace":"{{ns}}","name":"p"},"reason":"R","type":"Normal"}""");
            return (code, answer.Text("message"));
        }
        Assert.Equal(201, (await PostAsync("default", "a")).Code);
        Assert.Equal(201, (await PostAsync("default", "b")).Code);
        var codes = new List<(int Code, string Message)>();
        for (var i = 0; i < 8; i++) { codes.Add(await PostAsync("default", $"c{i}")); }
        Assert.Contains((429, "Too many requests: Too many requests: limit reached on type Namespace for key default"), codes);
        Assert.Equal(201, (await PostAsync("kube-system", "a")).Code);
        Assert.Equal(201, (await server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"c"}}""")).Code);
    }

    [Fact]
    public async Task Namespaces_that_name_no_level_have_the_default_one_and_the_exempt_have_none()
    {
        var settings = Read($"{{name: PodSecurity, configuration: {{{Security}defaults: {{enforce: baseline, enforce-version: v1.30, warn: restricted}}, exemptions: {{namespaces: [kube-system], usernames: [trusted], runtimeClasses: [vm]}}}}}}");
        await using var server = await TestServer.StartAsync(o => o with { AdmissionSettings = settings });
        async Task<(int Code, string Message)> PostAsync(string ns, string name)
        {
            var (code, answer) = await server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods?dryRun=All", $$"""{"metadata":{"name":"{{name}}"},"spec":{"hostNetwork":true,"containers":[{"name":"c","image":"i"}]} }""");
            return (code, answer.Text("message"));
        }
        foreach (var ns in (string[])["default", "kube-system"]) { await server.SendAsync("POST", $"/api/v1/namespaces/{ns}/serviceaccounts", """{"metadata":{"name":"default"}}"""); }
        Assert.Equal((403, "pods \"p\" is forbidden: violates PodSecurity \"baseline:v1.30\": host namespaces (hostNetwork=true)"), await PostAsync("default", "p"));
        Assert.Equal(201, (await PostAsync("kube-system", "p")).Code);
    }
}
