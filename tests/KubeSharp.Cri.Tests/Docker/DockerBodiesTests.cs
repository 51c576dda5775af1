using System.Text.Json.Nodes;
using KubeSharp.Cri.Docker;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Tests.Docker;

public sealed class DockerBodiesTests
{
    private static readonly DockerOptions _options = new() { Owner = "node", StateFolder = "/nowhere", OomScoreMin = 0 };

    [Fact]
    public void A_sandbox_of_the_hosts_network_has_the_hosts_name_and_no_network_of_its_own()
    {
        var config = new PodSandboxConfig { Metadata = new PodSandboxMetadata { Name = "p" }, Hostname = "ignored", Linux = new LinuxPodSandboxConfig { SecurityContext = new() { NamespaceOptions = new() { Network = NamespaceMode.Node } } } };
        var body = DockerBodies.Sandbox(config, _options, systemd: false, 1);
        Assert.Equal(("host", ""), (Text(body, "HostConfig", "NetworkMode"), Text(body, "Hostname")));
        Assert.Equal("0", Text(body, "HostConfig", "OomScoreAdj"));
        Assert.Equal("node", Text(body, "Labels", DockerLabels.Owner));
    }

    [Theory]
    [InlineData(NamespaceMode.Pod, "container:s")]
    [InlineData(NamespaceMode.Container, "")]
    [InlineData(NamespaceMode.Node, "host")]
    [InlineData(NamespaceMode.Target, "container:t")]
    public void Processes_are_seen_as_the_mode_says(NamespaceMode mode, string expected)
    {
        var security = new LinuxContainerSecurityContext { NamespaceOptions = new NamespaceOption { Pid = mode, TargetId = "t" } };
        Assert.Equal(expected, Text(Container(security), "HostConfig", "PidMode"));
    }

    [Fact]
    public void User_and_group_are_one_word_and_groups_are_added()
    {
        var body = Container(new LinuxContainerSecurityContext { RunAsUser = new() { Value = 1000 }, RunAsGroup = new() { Value = 2000 }, SupplementalGroups = { 3000 } });
        Assert.Equal("1000:2000", Text(body, "User"));
        Assert.Equal("3000", Text(body, "HostConfig", "GroupAdd", "0"));
    }

    [Fact]
    public void A_privileged_container_gets_what_the_machine_has_where_it_keeps_a_capability_to_itself()
    {
        var security = new LinuxContainerSecurityContext { Privileged = true };
        Assert.Equal("true", Text(Container(security), "HostConfig", "Privileged"));
        var nearly = DockerBodies.Container("s", Config(security), new PodSandboxConfig(), _options with { MayBePrivileged = false }, systemd: false, 1);
        Assert.Null(nearly["HostConfig"]!["Privileged"]);
        Assert.DoesNotContain("SYS_RESOURCE", nearly["HostConfig"]!["CapAdd"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("/dev", Text(nearly, "HostConfig", "Devices", "0", "PathOnHost"));
    }

    [Fact]
    public void Only_the_runtimes_own_seccomp_profile_is_left_unsaid()
    {
        Assert.Equal("[]", Options(SecurityProfile.Types.ProfileType.RuntimeDefault));
        Assert.Equal("[\"seccomp=unconfined\"]", Options(SecurityProfile.Types.ProfileType.Unconfined));

        static string Options(SecurityProfile.Types.ProfileType type) => Container(new LinuxContainerSecurityContext { Seccomp = new SecurityProfile { ProfileType = type } })["HostConfig"]!["SecurityOpt"]!.ToJsonString();
    }

    [Fact]
    public void A_limit_of_memory_is_one_of_swap_too()
    {
        var body = DockerBodies.Resources(new LinuxContainerResources { MemoryLimitInBytes = 5, CpuShares = 1 });
        Assert.Equal(("5", "5", "2"), (Text(body, "Memory"), Text(body, "MemorySwap"), Text(body, "CpuShares")));
    }

    [Theory]
    [InlineData("/kubesharp-a/burstable/pod1-2", false, "/kubesharp-a/burstable/pod1-2")]
    [InlineData("/kubepods.slice/kubepods-pod1_2.slice", true, "kubepods-pod1_2.slice")]
    [InlineData("/kubesharp-a/burstable/pod1-2", true, "kubesharp_a-burstable-pod1_2.slice")]
    [InlineData("", true, "")]
    public void A_control_group_is_a_path_or_a_slice(string path, bool systemd, string expected) => Assert.Equal(expected, DockerBodies.CgroupParent(path, systemd));

    [Fact]
    public void Names_tell_what_they_were_made_from()
    {
        var sandbox = new PodSandboxMetadata { Name = "pod", Namespace = "ns", Uid = "u-1", Attempt = 2 };
        Assert.Equal(sandbox, DockerLabels.Parse("/" + DockerLabels.NameOf(sandbox))!.Value.Sandbox);
        Assert.Equal(new ContainerMetadata { Name = "c", Attempt = 3 }, DockerLabels.Parse(DockerLabels.NameOf(new ContainerMetadata { Name = "c", Attempt = 3 }, sandbox))!.Value.Container);
        Assert.Null(DockerLabels.Parse("/somebody_elses"));
    }

    private static JsonObject Container(LinuxContainerSecurityContext security) => DockerBodies.Container("s", Config(security), new PodSandboxConfig(), _options, systemd: false, 1);

    private static ContainerConfig Config(LinuxContainerSecurityContext security) => new() { Metadata = new ContainerMetadata { Name = "c" }, Image = new ImageSpec { Image = "i" }, Linux = new LinuxContainerConfig { SecurityContext = security } };

    private static string Text(JsonNode body, params string[] path) => path.Aggregate(body, static (node, name) => (node is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : node[name])!).ToString();
}
