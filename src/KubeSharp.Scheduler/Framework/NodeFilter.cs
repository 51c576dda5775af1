using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Framework;

/// <summary>Whether the node takes the pod it was made for; null: it does.</summary>
public delegate Rejection? NodeFilter(NodeState node);
