namespace KubeSharp.Cli.Draining;

/// <summary>What the user allows a drain to do.</summary>
/// <param name="IsForced">Pods that nobody brings back may go.</param>
/// <param name="IgnoresDaemonSets">Pods of daemon sets stay and are no reason to stop.</param>
/// <param name="DeletesEmptyDirs">Pods whose data goes with them may go.</param>
/// <param name="SkipsDeletedAfterSeconds">Pods that have been ending longer than this are passed over; 0: none.</param>
internal sealed record DrainRules(bool IsForced, bool IgnoresDaemonSets, bool DeletesEmptyDirs, long SkipsDeletedAfterSeconds);
