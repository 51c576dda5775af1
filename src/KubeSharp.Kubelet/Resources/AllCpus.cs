using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Every container runs on all CPUs: the policy none.</summary>
public sealed class AllCpus : ICpuAssigner
{
    /// <inheritdoc/>
    public string CpusOf(Pod pod, Container container) => "";

    /// <inheritdoc/>
    public void Release(string podUid) { }
}
