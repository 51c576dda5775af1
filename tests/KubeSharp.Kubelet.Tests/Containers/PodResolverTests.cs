using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Tests.Kit;

namespace KubeSharp.Kubelet.Tests.Containers;

public sealed class PodResolverTests
{
    private static readonly ResolverConfig _node = PodResolver.Parse("# ours\nnameserver 192.0.2.53\nsearch corp.example.\noptions timeout:2\n");

    private static string Of(Func<PodSpec, PodSpec> change)
    {
        var pod = PodBench.Pod();
        return PodResolver.Of(pod with { Spec = change(pod.Spec) }, _node, ["10.96.0.10"], "cluster.local").ToString();
    }

    [Fact]
    public void Pods_ask_the_cluster_first() =>
        Assert.Equal("search ns.svc.cluster.local svc.cluster.local cluster.local corp.example\nnameserver 10.96.0.10\noptions ndots:5\n", Of(static s => s));

    [Fact]
    public void Pods_on_the_nodes_network_ask_as_the_node_does_unless_told_otherwise()
    {
        Assert.Equal("search corp.example\nnameserver 192.0.2.53\noptions timeout:2\n", Of(static s => s with { HostNetwork = true }));
        Assert.Contains("10.96.0.10", Of(static s => s with { HostNetwork = true, DnsPolicy = "ClusterFirstWithHostNet" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Own_settings_stand_alone_or_on_top()
    {
        var own = new PodDNSConfig { Nameservers = ["192.0.2.1"], Searches = ["a.b"], Options = [new PodDNSConfigOption { Name = "ndots", Value = "2" }, new PodDNSConfigOption { Name = "edns0" }] };
        Assert.Equal("search a.b\nnameserver 192.0.2.1\noptions ndots:2 edns0\n", Of(s => s with { DnsPolicy = "None", DnsConfig = own }));
        Assert.EndsWith("options ndots:2 edns0\n", Of(s => s with { DnsConfig = own }), StringComparison.Ordinal);
    }
}
