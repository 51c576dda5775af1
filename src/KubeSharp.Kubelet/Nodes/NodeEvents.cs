using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Events;

namespace KubeSharp.Kubelet.Nodes;

/// <summary>What happened to the node, told as events about it. Source: Nodes, conditions; Node-pressure Eviction.</summary>
/// <param name="recorder">Writes them.</param>
/// <param name="node">Its name.</param>
internal sealed class NodeEvents(EventRecorder recorder, string node)
{
    private static readonly Dictionary<string, (string WhileTrue, string Otherwise)> _reasons = new(StringComparer.Ordinal)
    {
        ["MemoryPressure"] = ("NodeHasInsufficientMemory", "NodeHasSufficientMemory"),
        ["DiskPressure"] = ("NodeHasDiskPressure", "NodeHasNoDiskPressure"),
        ["PIDPressure"] = ("NodeHasInsufficientPID", "NodeHasSufficientPID"),
        ["Ready"] = ("NodeReady", "NodeNotReady"),
    };

    // Compat: upstream's kubelet knows its node by name only, and who looks for a node's events looks for that.
    private readonly ObjectReference _about = new() { Kind = "Node", Name = node, Uid = node };

    /// <summary>Tells that something happened.</summary>
    public void Record(bool isWarning, string reason, string message) => Record((isWarning, reason, message));

    /// <summary>Tells what a new status says that the one before did not.</summary>
    public void Changed(NodeStatus before, NodeStatus after)
    {
        foreach (var change in Changes(node, before, after)) { Record(change); }
    }

    /// <summary>Tells whether pods may be placed here from now on.</summary>
    public void Placing(bool isPossible) => Record(Now(node, isPossible ? "NodeSchedulable" : "NodeNotSchedulable"));

    /// <summary>What is to be told of a change of status. Pure.</summary>
    internal static IEnumerable<(bool IsWarning, string Reason, string Message)> Changes(string node, NodeStatus before, NodeStatus after)
    {
        if (before.NodeInfo?.BootID is { Length: > 0 } boot && after.NodeInfo?.BootID is { } now && boot != now) { yield return (true, "Rebooted", $"Node {node} has been rebooted, boot id: {now}"); }
        foreach (var condition in after.Conditions)
        {
            var old = before.Conditions.FirstOrDefault(c => c.Type == condition.Type);
            // That a new node is not ready yet is nothing to tell.
            if (!_reasons.TryGetValue(condition.Type, out var reasons) || old?.Status == condition.Status || (old is null && condition.Type == "Ready")) { continue; }
            yield return Now(node, condition.Status == "True" ? reasons.WhileTrue : reasons.Otherwise);
        }
    }

    private static (bool, string, string) Now(string node, string reason) => (false, reason, $"Node {node} status is now: {reason}");

    private void Record((bool IsWarning, string Reason, string Message) told) => recorder.Record(_about, told.IsWarning ? "Warning" : "Normal", told.Reason, told.Message);
}
