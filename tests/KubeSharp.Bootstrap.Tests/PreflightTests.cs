using KubeSharp.Bootstrap.Local;

namespace KubeSharp.Bootstrap.Tests;

public sealed class PreflightTests
{
    private static readonly LocalCluster _cluster = new() { Name = "one", Folder = "/none/one" };
    private static readonly MachineFacts _good = new() { IsRoot = true };

    [Fact]
    public void A_machine_that_has_everything_has_no_problems() => Assert.Empty(Preflight.Problems(_good, _cluster));

    [Fact]
    public void Without_root_the_line_says_sudo() => Assert.Contains("sudo", Assert.Single(Preflight.Problems(_good with { IsRoot = false }, _cluster)));

    [Theory]
    [InlineData("containerd", "apt-get install --no-install-recommends containerd")]
    [InlineData("nft", "apt-get install --no-install-recommends nftables")]
    public void A_missing_program_is_named_with_the_line_that_installs_it(string program, string line) =>
        Assert.Contains(line, Assert.Single(Preflight.Problems(_good with { MissingPrograms = [program] }, _cluster)));

    [Fact]
    public void A_taken_port_is_named_and_for_the_API_server_so_is_the_option()
    {
        var problems = Preflight.Problems(_good with { PortsInUse = [6443, 10250] }, _cluster);
        Assert.Equal(2, problems.Length);
        Assert.Contains("port 6443 is in use", problems[0]);
        Assert.Contains("--port", problems[0]);
        Assert.DoesNotContain("--port", problems[1]);
    }

    [Fact]
    public void A_full_disk_is_told_in_MiB() =>
        Assert.Contains("10 MiB free, 512 are needed", Assert.Single(Preflight.Problems(_good with { FreeBytes = 10 << 20 }, _cluster)));

    [Fact]
    public void Every_problem_is_one_line() =>
        Assert.All(Preflight.Problems(new MachineFacts { IsRoot = false, MissingPrograms = ["runc", "ip"], HasNetworkPlugins = false, PortsInUse = [1], IsFolderWritable = false, HasControlGroups = false }, _cluster),
            static p => Assert.DoesNotContain('\n', p));
}
