using System.CommandLine;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Cli.Cis;
using KubeSharp.Client.Kubeconfig;
using KubeSharp.Client.Rest;

namespace KubeSharp;

/// <summary>kubesharp cis: the checks of the CIS Kubernetes Benchmark that apply, on any cluster.</summary>
internal static class CisCommand
{
    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, LocalClusters clusters, string kubeconfig, TimeProvider time)
    {
        var file = new Option<string>("--kubeconfig") { Description = "of the cluster; default that of kubectl" };
        var profile = new Option<string>("--profile", "-p") { Description = "a cluster of this machine, whose files are looked at too" };
        var command = new Command("cis", "Check a cluster against the CIS Kubernetes Benchmark; the exit code is 1 where a check fails") { file, profile };
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetValue(profile);
            var cluster = name is null ? null : clusters.Find(name) ?? throw new LocalClusterException($"there is no cluster {name}");
            var config = KubeconfigFile.Load(parsed.GetValue(file) ?? kubeconfig).ToRestConfig() with { UserAgent = "kubesharp-cis" };
            var places = cluster is null ? CisPlaces.Kubeadm : new CisPlaces(cluster.DataFolder, cluster.PkiFolder, [parsed.GetValue(file) ?? kubeconfig]);
            using var client = new ApiClient(config, time);
            return CisReport.Write(await new CisObserver(client, config.Server, places).ObserveAsync(cancellation), output) == 0 ? 0 : 1;
        });
        return command;
    }
}
