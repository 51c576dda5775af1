namespace KubeSharp.Kubelet.PodLifecycle;

/// <param name="Reason">As a container's waiting state bears it: ImagePullBackOff.</param>
/// <param name="Message">More of it.</param>
public sealed record WaitingCause(string Reason, string Message);
