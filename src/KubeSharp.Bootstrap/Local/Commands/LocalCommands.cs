using System.CommandLine;
using KubeSharp.Cri.Detection;

namespace KubeSharp.Bootstrap.Local.Commands;

/// <summary>The commands on clusters of this machine: start, status, stop, delete, logs.</summary>
public sealed class LocalCommands(LocalClusterActions actions, TextWriter output, bool isTerminal, TimeProvider time)
{
    /// <summary>The commands.</summary>
    public IEnumerable<Command> All() => [Start(), Status(), Stop(), Delete(), Logs(), new ImageCommands(actions, output, time).Create(), new NodeCommands(actions, output, isTerminal, time).Create()];

    internal static Option<string> NameOption() => new("--profile", "-p") { Description = "name of the cluster", DefaultValueFactory = static _ => LocalCluster.DefaultName };

    /// <summary>--apiserver-arg.</summary>
    public static Option<string[]> ApiServerArgumentsOption() =>
        new("--apiserver-arg") { Description = "NAME=VALUE: a flag of kube-apiserver (kubesharp apiserver --help lists them), files by their full path; may be given again, is kept with the cluster; an empty value takes it away" };

    private Command Start()
    {
        var (name, nodes, port) = (NameOption(), new Option<int>("--nodes") { Description = "number of nodes" }, new Option<int>("--port") { Description = "port of the API server; default 6443" });
        var (arguments, runtime) = (ApiServerArgumentsOption(), new Option<string?>(RuntimeDetection.Flag) { Description = "what runs the first node's containers: own (default), a containerd of the cluster's own; docker, the machine's Docker Engine; its socket; or auto, Docker where it runs" });
        var configuration = new Option<string?>("--kubelet-config") { Description = "file of the nodes' KubeletConfiguration; a copy is kept with the cluster; an empty value takes it away" };
        var command = new Command("start", "Start a cluster on this machine, new or stopped") { name, nodes, port, arguments, runtime, configuration };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = new Terminal(output, isTerminal, time);
            try
            {
                var request = new LocalClusterActions.StartRequest(parsed.GetValue(name)!, parsed.GetValue(nodes), parsed.GetValue(port))
                {
                    ApiServerArguments = parsed.GetValue(arguments) ?? [],
                    Runtime = parsed.GetValue(runtime),
                    KubeletConfig = parsed.GetValue(configuration),
                };
                var (cluster, started) = await actions.StartAsync(request, terminal.Step, cancellation).ConfigureAwait(false);
                terminal.Line(started ? $"Cluster \"{cluster.Name}\" is up in {terminal.Elapsed()}." : $"Cluster \"{cluster.Name}\" is running already.");
                terminal.Line($"kubectl uses it now (context \"{cluster.Name}\"). Next:\n  kubectl get nodes\n  kubectl get pods --all-namespaces");
                return 0;
            }
            catch (LocalClusterException)
            {
                terminal.Failed();
                throw;
            }
        });
        return command;
    }

    private Command Status()
    {
        var name = new Option<string?>("--profile", "-p") { Description = "name of the cluster; all where none is named" };
        var command = new Command("status", "Show the clusters of this machine") { name };
        command.SetAction(parsed =>
        {
            var chosen = parsed.GetValue(name) is { } one ? [actions.Get(one)] : actions.List();
            if (chosen.Count == 0) { output.WriteLine("There are no clusters. Make one: kubesharp start"); }
            foreach (var cluster in chosen)
            {
                var process = ServerProcess.Running(cluster);
                output.WriteLine($"{cluster.Name}: {(process is null ? "stopped" : $"running (process {process})")}, {cluster.Nodes} node{(cluster.Nodes == 1 ? "" : "s")}, {cluster.Server}");
            }
            return chosen.Count > 0 && chosen.All(static c => ServerProcess.Running(c) is not null) ? 0 : 3;
        });
        return command;
    }

    private Command Stop()
    {
        var name = NameOption();
        var command = new Command("stop", "End a cluster's processes and containers; its data stay") { name };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = new Terminal(output, isTerminal, time);
            var cluster = actions.Get(parsed.GetValue(name)!);
            terminal.Step("stop");
            await actions.StopAsync(cluster, cancellation).ConfigureAwait(false);
            terminal.Line($"Cluster \"{cluster.Name}\" is stopped. It goes on with: kubesharp start{(cluster.Name == LocalCluster.DefaultName ? "" : $" -p {cluster.Name}")}");
            return 0;
        });
        return command;
    }

    private Command Delete()
    {
        var (name, all) = (NameOption(), new Option<bool>("--all") { Description = "all clusters of this machine" });
        var command = new Command("delete", "Remove a cluster and everything it made on this machine") { name, all };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = new Terminal(output, isTerminal, time);
            foreach (var one in parsed.GetValue(all) ? actions.List().Select(static c => c.Name).ToArray() : [parsed.GetValue(name)!])
            {
                terminal.Step($"delete {one}");
                var was = await actions.DeleteAsync(one, cancellation).ConfigureAwait(false);
                terminal.Line(was ? $"Cluster \"{one}\" is deleted." : $"There is no cluster \"{one}\": nothing to delete.");
            }
            return 0;
        });
        return command;
    }

    private Command Logs()
    {
        var (name, lines) = (NameOption(), new Option<int>("--tail") { Description = "lines from the end", DefaultValueFactory = static _ => 100 });
        var command = new Command("logs", "Show the log of a cluster's server process") { name, lines };
        command.SetAction(parsed =>
        {
            var cluster = actions.Get(parsed.GetValue(name)!);
            if (!File.Exists(cluster.ServerLog)) { throw new LocalClusterException($"{cluster.ServerLog} is not there: the cluster was never started"); }
            foreach (var line in File.ReadLines(cluster.ServerLog).TakeLast(Math.Max(0, parsed.GetValue(lines)))) { output.WriteLine(line); }
            return 0;
        });
        return command;
    }
}
