using System.CommandLine;

namespace KubeSharp.Bootstrap.Local.Commands;

/// <summary>kubesharp node: add, start, stop, delete and list the nodes of a cluster.</summary>
internal sealed class NodeCommands(LocalClusterActions actions, TextWriter output, bool isTerminal, TimeProvider time)
{
    /// <summary>The command; also called nodes, which by itself lists.</summary>
    public Command Create()
    {
        var name = LocalCommands.NameOption();
        var command = new Command("node", "Add, start, stop, delete and list the nodes of a cluster") { name, Add(), Start(), Stop(), Delete(), List("list"), List("ls") };
        command.Aliases.Add("nodes");
        command.SetAction(parsed => Print(parsed.GetValue(name)!));
        return command;
    }

    private Command Add()
    {
        var name = LocalCommands.NameOption();
        var command = new Command("add", "Add a node") { name };
        command.SetAction((parsed, cancellation) => RunAsync("add", parsed.GetValue(name)!, async cluster => $"Node {(await actions.StartNodeAsync(cluster, null, cancellation).ConfigureAwait(false)).Name} has joined."));
        return command;
    }

    private Command Start() => OfNode("start", "Start a stopped node", async (cluster, node, cancellation) => $"Node {(await actions.StartNodeAsync(cluster, node, cancellation).ConfigureAwait(false)).Name} runs.");

    private Command Stop() => OfNode("stop", "End a node's processes and containers as if its power were cut; its data stay", async (cluster, node, cancellation) =>
    {
        await actions.StopNodeAsync(cluster, node, cancellation).ConfigureAwait(false);
        return $"Node {node} is stopped. It goes on with: kubesharp node start {node} -p {cluster.Name}";
    });

    private Command Delete() => OfNode("delete", "Remove a node", async (cluster, node, cancellation) =>
    {
        await actions.DeleteNodeAsync(cluster, node, cancellation).ConfigureAwait(false);
        return $"Node {node} is deleted.";
    });

    private Command OfNode(string word, string description, Func<LocalCluster, string, CancellationToken, Task<string>> action)
    {
        var (name, node) = (LocalCommands.NameOption(), new Argument<string>("node") { Description = "name of the node" });
        var command = new Command(word, description) { name, node };
        command.SetAction((parsed, cancellation) => RunAsync(word, parsed.GetValue(name)!, cluster => action(cluster, parsed.GetValue(node)!, cancellation)));
        return command;
    }

    private Command List(string word)
    {
        var name = LocalCommands.NameOption();
        var command = new Command(word, "List the nodes") { name };
        command.SetAction(parsed => Print(parsed.GetValue(name)!));
        return command;
    }

    private int Print(string name)
    {
        var cluster = actions.Get(name);
        output.WriteLine($"{cluster.Name}\tcontrol plane\t{(ServerProcess.Running(cluster) is null ? "stopped" : "running")}");
        foreach (var worker in cluster.Workers) { output.WriteLine($"{worker.Name}\t{worker.Address}\t{(actions.IsRunning(worker) ? "running" : "stopped")}"); }
        return 0;
    }

    private async Task<int> RunAsync(string word, string name, Func<LocalCluster, Task<string>> action)
    {
        var terminal = new Terminal(output, isTerminal, time);
        terminal.Step($"node {word}");
        try { terminal.Line(await action(actions.Get(name)).ConfigureAwait(false)); }
        catch (LocalClusterException)
        {
            terminal.Failed();
            throw;
        }
        return 0;
    }
}
