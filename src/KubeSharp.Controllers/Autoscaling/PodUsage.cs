namespace KubeSharp.Controllers.Autoscaling;

/// <summary>What a pod uses of a resource, as the metrics server measured it.</summary>
/// <param name="Milli">Thousandths of the resource's unit.</param>
/// <param name="At">When the measurement ended.</param>
/// <param name="Window">Over how long it goes.</param>
public sealed record PodUsage(long Milli, DateTimeOffset At, TimeSpan Window);
