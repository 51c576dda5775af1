using KubeSharp.Api;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Resources;

/// <summary>A control group of the system's or the agent's, bounded by what is kept for it.</summary>
/// <param name="Name">Whose: System Reserved, Kube Reserved.</param>
/// <param name="Group">The group, as /system.slice.</param>
/// <param name="Amounts">What is kept.</param>
/// <param name="IsCpuOnly">Only the share of CPU is set.</param>
public sealed record ReservedGroup(string Name, string Group, ApiMap<Quantity> Amounts, bool IsCpuOnly);
