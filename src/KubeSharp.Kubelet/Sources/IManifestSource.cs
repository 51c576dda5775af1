using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Sources;

/// <summary>Where static pods' manifests are from.</summary>
internal interface IManifestSource
{
    /// <summary>Time between looks.</summary>
    TimeSpan Period { get; }

    /// <summary>The pods as they are now. What cannot be read is logged and is what it was before.</summary>
    Task<IReadOnlyList<Pod>> ReadAsync(CancellationToken cancellation);
}
