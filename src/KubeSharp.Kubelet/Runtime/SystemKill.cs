namespace KubeSharp.Kubelet.Runtime;

/// <summary>A process outside of all control groups that the kernel ended for want of memory.</summary>
/// <param name="Process">Its name.</param>
/// <param name="Pid">Its id.</param>
public sealed record SystemKill(string Process, string Pid);
