using System.Collections.Concurrent;
using System.Globalization;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Kubelet.Status;
using KubeSharp.Machinery.Rates;

namespace KubeSharp.Kubelet.Images;

/// <summary>Sees to it that containers' images are on the node. Source: Images, image pull policy.</summary>
/// <param name="options">How many are brought at a time, and how often.</param>
/// <param name="runtime">Brings them.</param>
/// <param name="events">Where it is told.</param>
/// <param name="credentials">By which logins.</param>
/// <param name="records">Who may use what is there.</param>
/// <param name="time">The clock.</param>
public sealed class PodImages(NodeAgentOptions options, IPodRuntime runtime, IPodEvents events, PullCredentials credentials, PullRecords records, TimeProvider time) : IDisposable
{
    private const int BackoffInitialSeconds = 10, BackoffMaxSeconds = 300;
    private readonly ConcurrentDictionary<string, (TimeSpan Delay, DateTimeOffset Until)> _backoffs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _pulls = new(options.PullsMax > 0 ? options.PullsMax : int.MaxValue);
    private readonly TokenBuckets _rate = new(options.PullsPerSecond, options.PullBurst, 1, time);

    /// <summary>What is counted.</summary>
    public AgentCounts Counts { get; init; } = new();

    /// <summary>The container's image on the node, brought if its policy says so.</summary>
    /// <exception cref="ImageException">It cannot be had now.</exception>
    public async Task<ImageActual> EnsureAsync(Pod pod, PodContainer container, PodObjects objects, SandboxConfig? sandbox, CancellationToken cancellation)
    {
        var image = container.Spec.Image ?? "";
        if (!ImageNames.IsValid(image))
        {
            throw Refuse(pod, container, "InspectFailed", "InvalidImageName", $"Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": invalid reference format");
        }
        var policy = container.Spec.ImagePullPolicy ?? (IsLatest(image) ? "Always" : "IfNotPresent");
        var present = await runtime.FindImageAsync(image, cancellation);
        // Asked once, be it to see who may use the image or to bring it.
        Task<IReadOnlyList<PullCredential>>? asked = null;
        Task<IReadOnlyList<PullCredential>> LoginsAsync() => asked ??= credentials.OfAsync(pod, image, objects, cancellation);
        if (policy != "Always" && present is not null && !await records.MustPullAsync(image, present.Id, LoginsAsync))
        {
            events.Record(pod, container.FieldPath, false, "Pulled", $"Container image \"{image}\" already present on machine and can be accessed by the pod");
            return present;
        }
        if (policy == "Never") { throw Refuse(pod, container, "ErrImageNeverPull", "ErrImageNeverPull", $"Container image \"{image}\" is {(present is null ? "not present with pull policy of Never" : "present with pull policy of Never but does not have the proper credentials to access the image")}"); }
        return await PullAsync(pod, container, image, LoginsAsync, sandbox, cancellation);
    }

    /// <summary>The image of a volume on the node, brought if its policy says so.</summary>
    /// <exception cref="ImageException">It cannot be had now.</exception>
    public Task<ImageActual> EnsureVolumeAsync(Pod pod, ImageVolumeSource source, PodObjects objects, CancellationToken cancellation) =>
        EnsureAsync(pod, new PodContainer(new Container { Name = "", Image = source.Reference, ImagePullPolicy = string.IsNullOrEmpty(source.PullPolicy) ? null : source.PullPolicy }, ContainerRole.Main), objects, null, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _pulls.Dispose();

    private async Task<ImageActual> PullAsync(Pod pod, PodContainer container, string image, Func<Task<IReadOnlyList<PullCredential>>> logins, SandboxConfig? sandbox, CancellationToken cancellation)
    {
        var key = $"{pod.Metadata.Uid}/{image}";
        if (_backoffs.TryGetValue(key, out var backoff) && backoff.Until > time.GetUtcNow())
        {
            events.Record(pod, container.FieldPath, false, "BackOff", $"Back-off pulling image \"{image}\"");
            throw new ImageException("ImagePullBackOff", $"Back-off pulling image \"{image}\"", backoff.Until);
        }
        events.Record(pod, container.FieldPath, false, "Pulling", $"Pulling image \"{image}\"");
        var asked = time.GetTimestamp();
        await _pulls.WaitAsync(cancellation);
        try
        {
            var began = time.GetTimestamp();
            if (!_rate.TryTake("")) { throw new RuntimeException("pull QPS exceeded", "ResourceExhausted"); }
            var found = await BringAsync(pod, image, logins, sandbox, cancellation);
            _backoffs.TryRemove(key, out _);
            Counts.Pulled(found.SizeBytes, time.GetElapsedTime(began));
            events.Record(pod, container.FieldPath, false, "Pulled",
                $"Successfully pulled image \"{image}\" in {Took(time.GetElapsedTime(began))} ({Took(time.GetElapsedTime(asked))} including waiting). Image size: {found.SizeBytes} bytes.");
            return found;
        }
        catch (RuntimeException e)
        {
            var delay = TimeSpan.FromSeconds(Math.Min(BackoffMaxSeconds, Math.Max(BackoffInitialSeconds, backoff.Delay.TotalSeconds * 2)));
            var until = time.GetUtcNow() + delay;
            _backoffs[key] = (delay, until);
            events.Record(pod, container.FieldPath, true, "Failed", $"Failed to pull image \"{image}\": {e.Message}");
            events.Record(pod, container.FieldPath, true, "Failed", "Error: ErrImagePull");
            throw new ImageException("ErrImagePull", e.Message, until);
        }
        finally { _pulls.Release(); }
    }

    // That it begins is noted before, and by whose login it came after: nobody else may use it unseen.
    private async Task<ImageActual> BringAsync(Pod pod, string image, Func<Task<IReadOnlyList<PullCredential>>> logins, SandboxConfig? sandbox, CancellationToken cancellation)
    {
        try { records.Begin(image); }
        catch (IOException e) { throw new RuntimeException($"Failed to record image pull intent for container image \"{image}\": {e.Message}", "Internal"); }
        var isNoted = false;
        try
        {
            var (reference, credential) = await TryPullAsync(image, await logins(), sandbox, cancellation);
            var found = await runtime.FindImageAsync(reference, cancellation) ?? throw new RuntimeException($"the pulled image {reference} is not there", "NotFound");
            // Whatever becomes of the note, the image is there and the beginning is noted: it will have to be shown again who may have it.
            isNoted = true;
            try { records.Pulled(image, found.Id, credential); }
            catch (IOException e) { events.Record(pod, "", true, "Failed", $"Failed to record the pull of image \"{image}\": {e.Message}"); }
            return found;
        }
        finally
        {
            if (!isNoted) { records.Failed(image); }
        }
    }

    private async Task<(string Reference, PullCredential? Credential)> TryPullAsync(string image, IReadOnlyList<PullCredential> logins, SandboxConfig? sandbox, CancellationToken cancellation)
    {
        if (logins.Count == 0) { return (await runtime.PullImageAsync(image, null, sandbox, cancellation), null); }
        RuntimeException? last = null;
        foreach (var login in logins)
        {
            try { return (await runtime.PullImageAsync(image, login.Login, sandbox, cancellation), login); }
            catch (RuntimeException e) { last = e; }
        }
        throw last!;
    }

    private ImageException Refuse(Pod pod, PodContainer container, string eventReason, string reason, string message)
    {
        events.Record(pod, container.FieldPath, true, eventReason, message);
        events.Record(pod, container.FieldPath, true, "Failed", $"Error: {reason}");
        return new ImageException(reason, message, time.GetUtcNow() + TimeSpan.FromSeconds(BackoffInitialSeconds));
    }

    private static string Took(TimeSpan time) => time < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{(time.TotalMinutes >= 1 ? $"{(long)time.TotalMinutes}m" : "")}{time.Seconds + (time.Milliseconds / 1000.0):0.###}s");

    private static bool IsLatest(string image) =>
        !image.Contains('@') && (image.LastIndexOf(':') <= image.LastIndexOf('/') || image.EndsWith(":latest", StringComparison.Ordinal));
}
