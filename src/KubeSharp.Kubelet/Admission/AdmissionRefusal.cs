namespace KubeSharp.Kubelet.Admission;

/// <summary>Why a node does not run a pod that was bound to it.</summary>
/// <param name="Reason">As the pod's status bears it: SysctlForbidden, OutOfcpu.</param>
/// <param name="Message">More of it.</param>
public sealed record AdmissionRefusal(string Reason, string Message);
