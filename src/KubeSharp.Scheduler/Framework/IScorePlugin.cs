using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Framework;

/// <summary>Prefers nodes. It looks at pod and cluster once and scores all nodes that are possible. Pure.</summary>
public interface IScorePlugin
{
    /// <summary>Highest score of a node.</summary>
    const int ScoreMax = 100;

    /// <summary>Upstream's name of the plug-in.</summary>
    string Name { get; }

    /// <summary>Writes each node's score, 0 to <see cref="ScoreMax"/>; false: the pod does not concern this plug-in.</summary>
    bool Score(PodState pod, ClusterSnapshot cluster, ReadOnlySpan<NodeState> nodes, Span<long> scores);
}
