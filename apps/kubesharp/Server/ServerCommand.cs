using System.CommandLine;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Bootstrap.Local.Commands;
using KubeSharp.Hosting.Logging;
using KubeSharp.Hosting.Processes;

namespace KubeSharp.Server;

/// <summary>kubesharp server: all roles of a local cluster's first machine in one process.</summary>
internal static class ServerCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var (folder, detach) = (new Option<string>("--cluster") { Description = "folder of the cluster", Required = true }, new Option<bool>("--detach") { Description = "run on without the terminal; tell progress on the standard output" });
        var verbosity = new Option<int>("-v") { Description = "verbosity of the log" };
        var arguments = LocalCommands.ApiServerArgumentsOption();
        var command = new Command("server", "Run the control plane and the node agent of a cluster's first machine") { folder, detach, verbosity, arguments };
        command.SetAction(parsed => RunAsync(Path.GetFullPath(parsed.GetValue(folder)!), parsed.GetValue(detach), parsed.GetValue(arguments) ?? [], new KlogOptions { Verbosity = parsed.GetValue(verbosity) }));
        return command;
    }

    private static async Task<int> RunAsync(string folder, bool detach, string[] arguments, KlogOptions logging)
    {
        var cluster = new LocalClusters(Path.GetDirectoryName(folder)!).Find(Path.GetFileName(folder)) ?? throw new LocalClusterException($"{folder} is no cluster's folder");
        cluster = cluster with { ApiServerArguments = ComponentArguments.Merge(cluster.ApiServerArguments, arguments) };
        using var report = detach ? Detachment.Detach(cluster.ServerLog) : StartReport.None;
        using var signals = new ShutdownSignals();
        using var held = ProcessLock.TryTake(cluster.ServerLock);
        if (held is null)
        {
            report.Fail("the cluster's server runs already");
            return 1;
        }
        using var output = new StreamWriter(Console.OpenStandardError()) { AutoFlush = false };
        using var loggers = new KlogFactory(new KlogProvider(output, logging, TimeProvider.System));
        try
        {
            await new ServerProcessRoles(cluster, report, loggers, TimeProvider.System).RunAsync(signals.Token);
            return 0;
        }
        // The process' edge: whatever ended it, the starter must be told.
        catch (Exception e)
        {
            report.Fail(e.Message);
            await output.WriteLineAsync(e.ToString());
            return 1;
        }
    }
}
