using KubeSharp.Bootstrap.Local;
using KubeSharp.Client.Kubeconfig;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Bootstrap.Tests;

public sealed class LocalClusterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubesharp-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_cluster_that_is_saved_is_found_as_it_was()
    {
        var clusters = new LocalClusters(_folder);
        var saved = new LocalCluster { Name = "one", Folder = clusters.FolderOf("one"), Index = 2, ApiPort = 7000, KubeletPort = 7001, WorkerNumbers = [2, 5], BootstrapToken = "abcdef.0123456789abcdef", ApiServerArguments = ["audit-log-path=/a", "enable-admission-plugins=PodSecurityPolicy"] };
        clusters.Save(saved);
        Assert.Equal(saved, clusters.Find("one"));
        Assert.Equal([saved], clusters.List());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"name\":\"one\"")]
    [InlineData("{\"name\":\"one\",\"index\":9,\"apiPort\":1,\"kubeletPort\":1,\"nodes\":1}")]
    [InlineData("{\"name\":\"one\",\"index\":0,\"apiPort\":1,\"kubeletPort\":1,\"workers\":[1]}")]
    [InlineData("{\"index\":0,\"apiPort\":1,\"kubeletPort\":1,\"nodes\":1}")]
    public void A_damaged_configuration_is_refused_and_left_out_of_the_list(string content)
    {
        var clusters = new LocalClusters(_folder);
        Directory.CreateDirectory(clusters.FolderOf("one"));
        File.WriteAllText(Path.Combine(clusters.FolderOf("one"), "config.json"), content);
        Assert.Throws<FormatException>(() => clusters.Find("one"));
        Assert.Empty(clusters.List());
    }

    [Fact]
    public void Flags_of_the_API_server_are_kept_and_take_each_others_place_by_name()
    {
        var kept = ComponentArguments.Merge(["a=1", "b=2", "c=3"], ["--b=4", "c=", "d=x=y"]);
        Assert.Equal(["a=1", "b=4", "d=x=y"], kept.AsEnumerable());
        Assert.Equal("--apiserver-arg: \"=1\" is no name=value", Assert.Throws<LocalClusterException>(static () => ComponentArguments.Merge([], ["=1"])).Message);
        Assert.Throws<LocalClusterException>(static () => ComponentArguments.Merge([], ["anonymous-auth"]));
    }

    [Fact]
    public void Clusters_beside_each_other_share_no_addresses()
    {
        var all = Enumerable.Range(0, LocalCluster.ClustersMax).Select(static i => new LocalCluster { Name = "c", Folder = "/c", Index = i }).ToArray();
        Assert.Equal("10.96.0.10", all[0].DnsAddress.ToString());
        Assert.Equal("10.244.0.0/16", all[0].PodCidr.ToString());
        foreach (var a in all)
        {
            Assert.True(a.ServiceCidr.Contains(a.DnsAddress));
            Assert.All(all, b => Assert.False(a.Index != b.Index && (b.ServiceCidr.Contains(a.DnsAddress) || b.PodCidr.Contains(a.PodCidr.BaseAddress))));
            Assert.All(all, b => Assert.False(b.ServiceCidr.Contains(a.PodCidr.BaseAddress)));
        }
    }

    [Fact]
    public void Nodes_take_the_lowest_numbers_that_are_free_and_share_nothing()
    {
        var cluster = LocalClusterActions.WithWorkers(new LocalCluster { Name = "c", Folder = "/c", WorkerNumbers = [3] }, 4);
        Assert.Equal([2, 3, 4], cluster.WorkerNumbers.AsEnumerable());
        Assert.Equal(["c-m02", "c-m03", "c-m04"], cluster.Workers.Select(static w => w.Name));
        foreach (Func<WorkerNode, object> part in new Func<WorkerNode, object>[] { static w => w.Address.ToString(), static w => w.Cgroup, static w => w.Folder, static w => w.Wire })
        {
            Assert.Equal(3, cluster.Workers.Select(part).Distinct().Count());
        }
        Assert.All(cluster.Workers, w => Assert.True(cluster.NodeCidr.Contains(w.Address) && !w.Address.Equals(cluster.NodeGateway)));
        Assert.Throws<LocalClusterException>(() => LocalClusterActions.WithWorkers(cluster, 3));
        Assert.Throws<LocalClusterException>(() => LocalClusterActions.WithWorkers(cluster, LocalCluster.NodesMax + 1));
    }

    [Fact]
    public void Names_of_interfaces_and_paths_of_sockets_fit_what_the_kernel_takes()
    {
        var cluster = new LocalCluster { Name = new string('c', 32), Folder = "/root/.kubesharp/" + new string('c', 32), Index = LocalCluster.ClustersMax - 1, WorkerNumbers = [WorkerNode.NumberMax] };
        var worker = cluster.Workers.Single();
        Assert.True(worker.Wire.Length <= 15);
        Assert.True(Path.Combine(worker.ContainerdFolder, "containerd.sock.ttrpc").Length < 108);
        Assert.True(worker.Name.Length <= 63);
    }

    [Fact]
    public void A_context_is_merged_and_taken_out_without_touching_others()
    {
        var path = Path.Combine(_folder, "config");
        File.WriteAllText(path, KubeconfigFile.Of("theirs", new Uri("https://192.0.2.1:6443"), "ca", "cert", "key").ToString());
        KubectlContext.Add(path, KubeconfigFile.Of("ours", new Uri("https://127.0.0.1:6443"), "ca", "cert", "key"));
        var merged = KubeconfigFile.Load(path).Content;
        Assert.Equal("ours", merged.TextAt("current-context"));
        Assert.Equal(["theirs", "ours"], ((ArrayNode)merged["contexts"]!).Select(static c => c.TextAt("name")));
        KubectlContext.Remove(path, "ours");
        Assert.Equal(["theirs"], ((ArrayNode)KubeconfigFile.Load(path).Content["contexts"]!).Select(static c => c.TextAt("name")));
    }

    [Fact]
    public void A_file_that_is_no_kubeconfig_is_left_as_it_is()
    {
        var path = Path.Combine(_folder, "config");
        File.WriteAllText(path, "a: [unclosed");
        Assert.Throws<LocalClusterException>(() => KubectlContext.Add(path, KubeconfigFile.Of("ours", new Uri("https://127.0.0.1:6443"), "ca", "cert", "key")));
        Assert.Equal("a: [unclosed", File.ReadAllText(path));
    }

    [Fact]
    public void What_kubectl_remembers_of_a_server_that_was_at_the_address_is_forgotten_and_nothing_else()
    {
        var cache = KubectlContext.CacheOf("", _folder);
        var (ours, theirs) = (Path.Combine(cache, "discovery", "127.0.0.1_6443"), Path.Combine(cache, "discovery", "192.0.2.1_6443"));
        foreach (var folder in new[] { ours, theirs }) { File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, "servergroups.json"), "{}"); }
        KubectlContext.Forget(cache, 6443);
        KubectlContext.Forget(cache, 7443);
        Assert.Equal((false, true), (Directory.Exists(ours), Directory.Exists(theirs)));
        Assert.Equal("/elsewhere", KubectlContext.CacheOf("/elsewhere", _folder));
    }

    [Fact]
    public void The_kubeconfig_written_is_the_first_of_the_list_that_exists_else_the_last()
    {
        var there = Path.Combine(_folder, "there");
        File.WriteAllText(there, "");
        Assert.Equal(there, KubectlContext.FileOf($"{_folder}/a:{there}:{_folder}/b", "/home"));
        Assert.Equal($"{_folder}/b", KubectlContext.FileOf($"{_folder}/a:{_folder}/b", "/home"));
        Assert.Equal("/home/.kube/config", KubectlContext.FileOf("", "/home"));
    }
}
