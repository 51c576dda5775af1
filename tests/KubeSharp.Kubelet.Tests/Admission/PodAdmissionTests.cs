using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Admission;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Tests.Admission;

public sealed class PodAdmissionTests
{
    private static readonly NodeLoad _node = new() { Allocatable = ApiMap.Of(("cpu", Quantity.Parse("2")), ("memory", Quantity.Parse("1Gi")), ("pods", Quantity.Parse("2"))), HasAppArmor = true };

    [Fact]
    public void A_pod_that_fits_runs() => Assert.Null(PodAdmission.Check(Pod("a", "1"), _node));

    [Fact]
    public void Who_asks_for_more_than_is_left_is_refused_with_the_numbers()
    {
        var refusal = PodAdmission.Check(Pod("a", "1500m"), _node with { Pods = [Pod("b", "1")] });
        Assert.Equal(("OutOfcpu", "Node didn't have enough resource: cpu, requested: 1500, used: 1000, capacity: 2000"), (refusal!.Reason, refusal.Message));
        Assert.Equal("OutOfpods", PodAdmission.Check(Pod("a", "1m"), _node with { Pods = [Pod("b", "1m"), Pod("c", "1m")] })!.Reason);
    }

    [Fact]
    public void A_port_of_the_node_is_taken_once()
    {
        static Pod At(string name, string? address)
        {
            var pod = Pod(name, null);
            return pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Ports = [new ContainerPort { ContainerPortValue = 80, HostPort = 8080, HostIP = address }] }] } };
        }

        Assert.Equal("NodePorts", PodAdmission.Check(At("a", null), _node with { Pods = [At("b", "192.0.2.1")] })!.Reason);
        Assert.Null(PodAdmission.Check(At("a", "192.0.2.2"), _node with { Pods = [At("b", "192.0.2.1")] }));
    }

    [Fact]
    public void Resources_that_the_node_never_heard_of_do_not_count()
    {
        var pod = Pod("a", "1");
        pod = pod with { Spec = pod.Spec with { Containers = [pod.Spec.Containers[0] with { Resources = new ResourceRequirements { Requests = ApiMap.Of(("example.com/thing", Quantity.Parse("5"))) } }] } };
        Assert.Null(PodAdmission.Check(pod, _node));
    }

    [Theory]
    [InlineData("kernel.shm_rmid_forced", false, null)]
    [InlineData("net/ipv4/tcp_syncookies", false, null)]
    [InlineData("kernel.msgmax", false, "forbidden sysctl: \"kernel.msgmax\" not allowlisted")]
    [InlineData("net.ipv4.tcp_syncookies", true, "forbidden sysctl: \"net.ipv4.tcp_syncookies\" not allowed with host net enabled")]
    public void Only_safe_kernel_settings_are_granted(string name, bool hostNetwork, string? cause) =>
        Assert.Equal(cause, Sysctls.Forbidden(new PodSpec { HostNetwork = hostNetwork, SecurityContext = new PodSecurityContext { Sysctls = [new Sysctl { Name = name, Value = "1" }] } }, []));

    [Fact]
    public void Unsafe_kernel_settings_can_be_allowed_by_their_beginning() =>
        Assert.Null(Sysctls.Forbidden(new PodSpec { SecurityContext = new PodSecurityContext { Sysctls = [new Sysctl { Name = "kernel.msgmax", Value = "1" }] } }, ["kernel.msg*"]));

    [Fact]
    public void A_critical_pod_sends_away_as_few_of_the_lowest_priority_as_will_do()
    {
        var (low, high) = (Pod("low", "1", 1), Pod("high", "1", 5));
        var load = _node with { Pods = [high, low] };
        Assert.Equal([low], PodAdmission.Victims(Pod("critical", "1", 2_000_000_000), load));
        Assert.Equal([low, high], PodAdmission.Victims(Pod("critical", "2", 2_000_000_000), load));
        Assert.Empty(PodAdmission.Victims(Pod("critical", "3", 2_000_000_000), load));
        Assert.Empty(PodAdmission.Victims(Pod("ordinary", "1", 10), load));
    }

    [Fact]
    public void Without_memory_only_best_effort_pods_are_refused_without_disk_all_but_critical_ones()
    {
        Assert.Null(PodAdmission.Check(Pod("a", "1"), _node with { Pressures = ["MemoryPressure"] }));
        Assert.Equal("Evicted", PodAdmission.Check(Pod("a", null), _node with { Pressures = ["MemoryPressure"] })!.Reason);
        Assert.Equal("Evicted", PodAdmission.Check(Pod("a", "1"), _node with { Pressures = ["DiskPressure"] })!.Reason);
        Assert.Null(PodAdmission.Check(Pod("a", "1", 2_000_000_000), _node with { Pressures = ["DiskPressure"] }));
    }

    internal static Pod Pod(string name, string? cpu, int priority = 0) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = name },
        Spec = new PodSpec
        {
            Priority = priority,
            Containers = [new Container { Name = "c", Resources = cpu is null ? ResourceRequirements.Empty : new ResourceRequirements { Requests = ApiMap.Of(("cpu", Quantity.Parse(cpu))) } }],
        },
    };
}
