namespace KubeSharp.Controllers.Autoscaling;

/// <summary>The scale of what is autoscaled.</summary>
/// <param name="Path">The path of its scale subresource.</param>
/// <param name="Wanted">Replicas in its spec.</param>
/// <param name="Current">Replicas in its status.</param>
/// <param name="Selector">What selects its pods, as text.</param>
public sealed record ScaleTarget(string Path, int Wanted, int Current, string Selector);
