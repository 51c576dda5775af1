using System.CommandLine;
using KubeSharp.Bootstrap.Local;
using KubeSharp.Bootstrap.Local.Commands;
using KubeSharp.Bootstrap.Local.Nodes;
using KubeSharp.Cri.Containerd;
using KubeSharp.Roles;
using KubeSharp.Server;

namespace KubeSharp;

/// <summary>The program under its several names.</summary>
internal static class Programs
{
    private const int FailedCode = 1;

    /// <summary>What follows the word kubectl, or the program's name where it is called so; null: it is not the client that is asked for.</summary>
    public static IReadOnlyList<string>? KubectlWords(string calledAs, string[] args) =>
        Path.GetFileName(calledAs).StartsWith("kubectl", StringComparison.Ordinal) ? args : args is ["kubectl", ..] ? args[1..] : null;

    /// <summary>Runs what the name (kubectl, kubeadm, kubelet, …) or the first word asks for.</summary>
    public static async Task<int> RunAsync(string calledAs, string[] args)
    {
        var name = Path.GetFileNameWithoutExtension(calledAs);
        var words = name.StartsWith("kubesharp", StringComparison.Ordinal) ? args : [name, .. args];
        if (words.Length > 0 && RolePrograms.Find(words[0]) is { } role) { return await RolePrograms.RunAsync(role, words[1..], TimeProvider.System); }
        var root = new RootCommand("Kubernetes in one program: clusters on this machine, and the parts of a real one");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        foreach (var command in new LocalCommands(Actions(home), Console.Out, !Console.IsOutputRedirected, TimeProvider.System).All()) { root.Subcommands.Add(command); }
        root.Subcommands.Add(VersionCommand.Create(Console.Out));
        root.Subcommands.Add(ServerCommand.Create());
        root.Subcommands.Add(BenchCommand.Create(Console.Out, TimeProvider.System));
        root.Subcommands.Add(AgentCommand.Create());
        root.Subcommands.Add(CisCommand.Create(Console.Out, new LocalClusters(LocalClusters.DefaultRoot(Environment.GetEnvironmentVariable("KUBESHARP_HOME"), home)), KubectlContext.FileOf(Environment.GetEnvironmentVariable("KUBECONFIG"), home), TimeProvider.System));
        try { return await root.Parse(words).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }); }
        catch (Exception e) when (e is LocalClusterException or ContainerdException)
        {
            foreach (var line in e.Message.Split('\n')) { await Console.Error.WriteLineAsync($"kubesharp: {line}"); }
            return FailedCode;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("kubesharp: cancelled");
            return FailedCode;
        }
    }

    private static LocalClusterActions Actions(string home)
    {
        var clusters = new LocalClusters(LocalClusters.DefaultRoot(Environment.GetEnvironmentVariable("KUBESHARP_HOME"), home));
        var kubeconfig = KubectlContext.FileOf(Environment.GetEnvironmentVariable("KUBECONFIG"), home);
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return new LocalClusterActions(clusters, new ServerProcess(Environment.ProcessPath!, TimeProvider.System), new NodeOnHost(TimeProvider.System), new WorkerNodes(Environment.ProcessPath!, TimeProvider.System), c => MachineLook.Look(c, path), kubeconfig, KubectlContext.CacheOf(Environment.GetEnvironmentVariable("KUBECACHEDIR"), home), TimeProvider.System) { CheckKubeletConfig = static file => AgentCommand.Configuration(file, "") };
    }
}
