using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Resources;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Tests.Resources;

public sealed class StaticCpusTests : IDisposable
{
    // Two sockets of two cores of two CPUs: 0 and 4 are one core.
    private static readonly CpuPlace[] _machine = [.. Enumerable.Range(0, 8).Select(static c => new CpuPlace(c, c % 4 / 2, c % 2))];
    private readonly string _folder = Directory.CreateTempSubdirectory("cpus-").FullName;
    private int _changes;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StaticCpus Make() => new(_machine, [0], Path.Combine(_folder, "cpu_manager_state"), () => _changes++);

    private static Pod Pod(string uid, string cpu, bool guaranteed = true)
    {
        var amounts = ApiMap.Of(("cpu", Quantity.Parse(cpu)), ("memory", Quantity.Parse("1Gi")));
        return new Pod { Metadata = new ObjectMeta { Uid = uid, Name = uid }, Spec = new PodSpec { Containers = [new Container { Name = "c", Resources = new ResourceRequirements { Requests = amounts, Limits = guaranteed ? amounts : ApiMap<Quantity>.Empty } }] } };
    }

    private static string Ask(StaticCpus cpus, Pod pod) => cpus.CpusOf(pod, pod.Spec.Containers[0]);

    [Fact]
    public void Whole_cpus_of_guaranteed_pods_are_their_own_in_whole_cores_and_others_share_the_rest()
    {
        var cpus = Make();
        Assert.Equal("0-7", Ask(cpus, Pod("shares", "1500m")));
        Assert.Equal("0-7", Ask(cpus, Pod("burstable", "2", guaranteed: false)));
        Assert.Equal("1,5", Ask(cpus, Pod("own", "2")));
        Assert.Equal((1, "0,2-4,6-7"), (_changes, Ask(cpus, Pod("shares", "1500m"))));
        // The same ones at the next start, also in another life of the agent.
        Assert.Equal("1,5", Ask(Make(), Pod("own", "2")));
        cpus.Release("own");
        Assert.Equal((2, "0-7"), (_changes, Ask(cpus, Pod("shares", "1500m"))));
    }

    [Fact]
    public void What_is_reserved_is_nobodys_own()
    {
        var cpus = Make();
        Assert.Contains("requested=8, available=7", Assert.Throws<ContainerConfigException>(() => Ask(cpus, Pod("all", "8"))).Message);
        Assert.DoesNotContain("0", Ask(cpus, Pod("most", "7")).Split('-')[0]);
        Assert.Equal("0", Ask(cpus, Pod("shares", "100m")));
    }

    [Theory]
    [InlineData("0-2,5", "0-2,5")]
    [InlineData("3,1,2", "1-3")]
    [InlineData("", "")]
    public void Lists_are_read_and_written_as_the_kernel_does(string text, string written) => Assert.Equal(written, CpuSet.Format(CpuSet.Parse(text)));

    [Theory]
    [InlineData("a")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    public void Other_texts_are_refused(string text) => Assert.Throws<FormatException>(() => CpuSet.Parse(text));
}
