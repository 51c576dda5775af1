namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Why a pod was ended by its node.</summary>
/// <param name="Phase">Failed, nearly always.</param>
/// <param name="Reason">DeadlineExceeded, Evicted.</param>
/// <param name="Message">More of it.</param>
/// <param name="GraceSeconds">Grace given; null: the pod's own.</param>
public sealed record PodEnd(string Phase, string Reason, string Message, long? GraceSeconds);
