namespace KubeSharp.Kubelet.Volumes;

/// <summary>Where the volume of a claim lies on this node.</summary>
public interface IVolumeClaims
{
    /// <summary>The path of the claim's volume.</summary>
    /// <exception cref="VolumeException">It is not bound, or this node cannot mount its kind.</exception>
    Task<string> PathOfAsync(string ns, string claim, CancellationToken cancellation);
}
