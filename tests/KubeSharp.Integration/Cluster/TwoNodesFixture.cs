namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>A cluster of two nodes on this machine. Deleted, it must leave nothing.</summary>
public class TwoNodesFixture : LocalClusterFixture
{
    /// <summary>The node beside the first.</summary>
    public string SecondNode => ClusterName + "-m02";

    /// <inheritdoc/>
    protected override (string Name, string Port) Place => ("it2", "7553");

    /// <summary>All requests that its API server was asked, a line of JSON each.</summary>
    public string AuditLog => Path.Combine(Folder, "home", Place.Name, "audit", "audit.log");

    /// <inheritdoc/>
    public override async Task<string> StartAsync()
    {
        var policy = Path.Combine(Folder, "policy.yaml");
        await File.WriteAllTextAsync(policy, "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata}]\n");
        return await RunAsync(Binary, "start", "-p", Place.Name, "--port", Place.Port, "--nodes", "2", "--apiserver-arg", $"audit-policy-file={policy}");
    }

    // Tables and cgroups bear the cluster's name, mounts and processes name its folder.
    /// <inheritdoc/>
    protected override async Task CheckGoneAsync() => Assert.Equal("", (await RunAsync("/bin/sh", "-c", """
        nft list tables | grep -w "kubesharp-$2\|kubesharp-net-$2\|kubesharp-nodes-$2"
        ls -d /sys/fs/cgroup/kubesharp-$2 /sys/fs/cgroup/kubesharp-$2.* /sys/fs/cgroup/*/kubesharp-$2 /sys/fs/cgroup/*/kubesharp-$2.* 2>/dev/null
        grep " $1/" /proc/self/mountinfo
        grep -l "$1/home/$2/" /proc/[0-9]*/cmdline 2>/dev/null
        true
        """, "sh", Folder, Place.Name)).Trim());
}
