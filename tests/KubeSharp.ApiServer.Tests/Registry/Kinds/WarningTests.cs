using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Registry.Kinds;

/// <summary>What Warning headers say of what is allowed but probably not meant. Source: upstream's pkg/api warnings and strategies, v1.36.</summary>
public sealed class WarningTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Core = "/api/v1/namespaces/default/", Pods = Core + "pods";

    private async Task<string> SendAsync(string method, string path, string body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path + "?dryRun=All") { Content = new StringContent(body, System.Text.Encoding.UTF8, type) };
        using var response = await cluster.Server.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return response.Headers.TryGetValues("Warning", out var values) ? string.Join(" | ", values.Select(static v => v["299 - \"".Length..^1].Replace("\\\"", "\"", StringComparison.Ordinal))) : "";
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"a.b"},"spec":{}}""", "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]")]
    [InlineData("""{"spec":{"nodeSelector":{"beta.kubernetes.io/os":"linux"}}}""", "spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" instead")]
    [InlineData("""{"spec":{"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":{"matchExpressions":[{"key":"beta.kubernetes.io/arch","operator":"In","values":["a"]}]}}]}}}}""", "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use \"kubernetes.io/arch\" instead")]
    [InlineData("""{"metadata":{"annotations":{"scheduler.alpha.kubernetes.io/critical-pod":"","seccomp.security.alpha.kubernetes.io/pod":"x"}},"spec":{}}""", "metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the \"priorityClassName\" field instead | metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the \"seccompProfile\" field instead")]
    [InlineData("""{"metadata":{"annotations":{"container.apparmor.security.beta.kubernetes.io/c":"unconfined"}},"spec":{}}""", "metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: deprecated since v1.30; use the \"appArmorProfile\" field instead")]
    [InlineData("""{"metadata":{"annotations":{"container.apparmor.security.beta.kubernetes.io/c":"unconfined"}},"spec":{"securityContext":{"appArmorProfile":{"type":"Unconfined"}}}}""", "")]
    [InlineData("""{"spec":{"volumes":[{"name":"g","gitRepo":{"repository":"r"}},{"name":"e","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1500m"}}}}}}]}}""", "spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+ | spec.volumes[1].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value \"1500m\" is invalid, must be an integer")]
    [InlineData("""{"spec":{"volumes":[{"name":"v","configMap":{"name":"m","items":[{"key":"a","path":"p"},{"key":"b","path":"p/q"}]}},{"name":"w","projected":{"sources":[{"serviceAccountToken":{"path":"t"}},{"secret":{"name":"s","items":[{"key":"k","path":"t/u"}]}}]}}]}}""", "volume \"v\" (ConfigMap \"m\"): overlapping paths: \"p/q\" with \"p\" | volume \"w\" (Projected): overlapping paths: \"t/u\" (Secret \"s\") with \"t\" (ServiceAccountToken)")]
    [InlineData("""{"spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"memory":"1500m"}},"env":[{"name":"A","value":"1"},{"name":"A","value":"$(A)2"},{"name":"A","value":"3"}],"ports":[{"name":"p","containerPort":80},{"containerPort":80,"hostPort":81}]},{"name":"d","image":"i","ports":[{"name":"p","containerPort":82}]}]}}""", "spec.containers[0].resources.limits[memory]: fractional byte value \"1500m\" is invalid, must be an integer | spec.containers[0].resources.requests[memory]: fractional byte value \"1500m\" is invalid, must be an integer | spec.containers[0].env[2]: hides previous definition of \"A\", which may be dropped when using apply | spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0] | spec.containers[1].ports[0]: duplicate port name \"p\" with spec.containers[0].ports[0], services and probes that select ports by name will use spec.containers[0].ports[0]")]
    [InlineData("""{"spec":{"dnsConfig":{"nameservers":["fd00:0::1"]},"hostAliases":[{"ip":"FD00::2"},{"ip":"FD00::2"}]}}""", "spec.hostAliases[1].ip: duplicate ip \"FD00::2\" | spec.dnsConfig.nameservers[0]: IPv6 address \"fd00:0::1\" should be in RFC 5952 canonical format (\"fd00::1\") | spec.hostAliases[0].ip: IPv6 address \"FD00::2\" should be in RFC 5952 canonical format (\"fd00::2\") | spec.hostAliases[1].ip: IPv6 address \"FD00::2\" should be in RFC 5952 canonical format (\"fd00::2\")")]
    public async Task What_a_new_pod_probably_does_not_mean_is_told(string pod, string warnings)
    {
        await cluster.Server.SendAsync("POST", Core + "serviceaccounts", """{"metadata":{"name":"default"}}""");
        var body = (ObjectNode)Node.Parse(pod);
        if (body.At("metadata", "name") is null) { body = (ObjectNode)body.With(["metadata", "name"], "p"); }
        if (body.At("spec", "containers") is null) { body = (ObjectNode)body.With(["spec", "containers"], Node.Parse("""[{"name":"c","image":"i"}]""")); }
        Assert.Equal(warnings, await SendAsync("POST", Pods, body.ToString()));
    }

    [Theory]
    [InlineData(Core + "services", """{"metadata":{"name":"s"},"spec":{"clusterIP":"None","externalIPs":["1.2.3.4"],"ports":[{"port":80}]}}""", "spec.externalIPs is ignored for headless services")]
    [InlineData(Core + "services", """{"metadata":{"name":"s","annotations":{"service.kubernetes.io/topology-aware-hints":"auto"}},"spec":{"type":"LoadBalancer","loadBalancerSourceRanges":["FD00::/64"],"ports":[{"port":80}]}}""", "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead | spec.loadBalancerSourceRanges[0]: IPv6 CIDR value \"FD00::/64\" should be in RFC 5952 canonical format (\"fd00::/64\")")]
    [InlineData(Core + "resourcequotas", """{"metadata":{"name":"q"},"spec":{"hard":{"cpu":"2","limits.cpu":"1"}}}""", "ResourceQuota cpu (2) should be less than limits.cpu (1)")]
    [InlineData(Core + "serviceaccounts", """{"metadata":{"name":"x","annotations":{"kubernetes.io/enforce-mountable-secrets":"true"}}}""", "metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets")]
    [InlineData(Core + "secrets", """{"metadata":{"name":"t"},"type":"kubernetes.io/tls","data":{"tls.crt":"YQ==","tls.key":"YQ=="}}""", "tls: failed to find any PEM data in certificate input")]
    [InlineData(Core + "persistentvolumeclaims", """{"metadata":{"name":"c","annotations":{"volume.beta.kubernetes.io/storage-class":"x"}},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1500m"}}}}""", "metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use \"storageClassName\" attribute instead | spec.resources.requests[storage]: fractional byte value \"1500m\" is invalid, must be an integer")]
    [InlineData("/apis/networking.k8s.io/v1/namespaces/default/ingresses", """{"metadata":{"name":"i","annotations":{"kubernetes.io/ingress.class":"x"}},"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}}""", "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead")]
    [InlineData("/apis/networking.k8s.io/v1/namespaces/default/networkpolicies", """{"metadata":{"name":"n"},"spec":{"podSelector":{},"egress":[{"to":[{"ipBlock":{"cidr":"FD00::/64"}}]}]}}""", "spec.egress[0].to[0].ipBlock.cidr: IPv6 CIDR value \"FD00::/64\" should be in RFC 5952 canonical format (\"fd00::/64\")")]
    [InlineData("/apis/storage.k8s.io/v1/storageclasses", """{"metadata":{"name":"s"},"provisioner":"p","allowedTopologies":[{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["z"]}]}]}""", "allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead")]
    [InlineData("/apis/batch/v1/namespaces/default/jobs", """{"metadata":{"name":"j"},"spec":{"completionMode":"Indexed","completions":100001,"parallelism":10001,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}],"nodeSelector":{"beta.kubernetes.io/os":"linux"}}}}}""", "spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail | spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" instead")]
    [InlineData("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", """{"metadata":{"name":"e"},"addressType":"FQDN","endpoints":[{"addresses":["a.example.com"]}],"ports":[]}""", "spec.addressType: FQDN endpoints are deprecated")]
    public async Task What_a_new_object_probably_does_not_mean_is_told(string path, string body, string warnings) => Assert.Equal(warnings, await SendAsync("POST", path, body));

    [Fact]
    public async Task Of_an_update_a_pod_is_not_told_again_and_its_status_is_told_of_its_addresses()
    {
        await cluster.Server.SendAsync("POST", Core + "serviceaccounts", """{"metadata":{"name":"default"}}""");
        await cluster.Server.SendAsync("POST", Pods, """{"metadata":{"name":"told"},"spec":{"nodeSelector":{"beta.kubernetes.io/os":"linux"},"containers":[{"name":"c","image":"i"}]}}""");
        const string Merge = "application/merge-patch+json";
        Assert.Equal("", await SendAsync("PATCH", Pods + "/told", """{"spec":{"activeDeadlineSeconds":10}}""", Merge));
        Assert.Equal("status.podIPs[0].ip: IPv6 address \"FD00::1\" should be in RFC 5952 canonical format (\"fd00::1\")", await SendAsync("PATCH", Pods + "/told/status", """{"status":{"podIP":"FD00::1","podIPs":[{"ip":"FD00::1"}]}}""", Merge));
    }

    [Fact]
    public async Task What_a_pods_labels_add_to_its_selectors_is_written_into_them()
    {
        await cluster.Server.SendAsync("POST", Core + "serviceaccounts", """{"metadata":{"name":"default"}}""");
        const string Spread = """{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a","none"],"labelSelector":{"matchLabels":{"x":"y"}}}""";
        const string Affinity = """{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","mismatchLabelKeys":["a"],"labelSelector":{}}]}}""";
        static string Pod(string spread) => "{\"metadata\":{\"name\":\"keys\",\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}],\"topologySpreadConstraints\":[" + spread + "],\"affinity\":" + Affinity + "}}";
        var (code, made) = await cluster.Server.SendAsync("POST", Pods, Pod(Spread));
        Assert.True(code == 201, made.ToString());
        Assert.Equal("""{"matchLabels":{"x":"y"},"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]}""", (made.At("spec", "topologySpreadConstraints") as ArrayNode)![0].At("labelSelector")!.ToString());
        Assert.Equal("""{"matchExpressions":[{"key":"a","operator":"NotIn","values":["b"]}]}""", (made.At("spec", "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution") as ArrayNode)![0].At("labelSelector")!.ToString());
        (code, made) = await cluster.Server.SendAsync("POST", Pods, Pod(Spread.Replace("\"x\"", "\"a\"", StringComparison.Ordinal)));
        Assert.Equal((422, "Pod \"keys\" is invalid: spec.topologySpreadConstraints[0][0]: Invalid value: \"a\": exists in both matchLabelKeys and labelSelector"), (code, made.TextAt("message")));
    }

    [Fact]
    public async Task A_slice_says_no_topology_and_its_labels_count_as_its_generation()
    {
        const string Slices = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";
        var (_, made) = await cluster.Server.SendAsync("POST", Slices, """{"metadata":{"name":"g"},"addressType":"IPv4","endpoints":[{"addresses":["1.2.3.4"],"deprecatedTopology":{"kubernetes.io/hostname":"n"}}],"ports":[]}""");
        Assert.Null((made.At("endpoints") as ArrayNode)![0].At("deprecatedTopology"));
        var (_, labelled) = await cluster.Server.SendAsync("PATCH", Slices + "/g", """{"metadata":{"labels":{"a":"b"}}}""", "application/merge-patch+json");
        Assert.Equal((1L, 2L), (((NumberNode)made.At("metadata", "generation")!).Integer, ((NumberNode)labelled.At("metadata", "generation")!).Integer));
    }

    [Fact]
    public async Task A_limit_range_without_a_name_gets_one_and_an_account_keeps_of_its_secrets_their_names()
    {
        var (code, range) = await cluster.Server.SendAsync("POST", Core + "limitranges", """{"spec":{"limits":[]}}""");
        Assert.Equal((201, 36), (code, range.TextAt("metadata", "name")!.Length));
        var (_, account) = await cluster.Server.SendAsync("POST", Core + "serviceaccounts", """{"metadata":{"name":"names"},"secrets":[{"name":"s","namespace":"x","kind":"Secret"}]}""");
        Assert.Equal("""[{"name":"s"}]""", account["secrets"]!.ToString());
    }
}
