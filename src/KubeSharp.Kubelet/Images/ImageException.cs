namespace KubeSharp.Kubelet.Images;

/// <summary>An image cannot be had now; shown as the container's waiting state.</summary>
/// <param name="reason">ErrImagePull, ImagePullBackOff, ErrImageNeverPull, InvalidImageName.</param>
/// <param name="message">More of it.</param>
/// <param name="retryAt">When to try again.</param>
public sealed class ImageException(string reason, string message, DateTimeOffset retryAt) : Exception(message)
{
    /// <summary>Reason of the waiting state.</summary>
    public string Reason { get; } = reason;
    /// <summary>When to try again.</summary>
    public DateTimeOffset RetryAt { get; } = retryAt;
}
