using System.Collections.Immutable;
using KubeSharp.Kubelet.Eviction;
using KubeSharp.Kubelet.Runtime;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Images;

/// <summary>Removes images that no container uses when the disk fills, or when nobody has used them for long. Never one that is marked as kept. Source: Garbage collection, images.</summary>
internal sealed class ImageCollection(NodeAgentOptions options, IPodRuntime runtime, PullRecords records, Func<IReadOnlySet<string>> wanted, Func<bool> isPressed, TimeProvider time, ILogger logger)
{
    private const int PeriodSeconds = 60;
    private readonly Dictionary<string, (DateTimeOffset Detected, DateTimeOffset Used)> _seen = new(StringComparer.Ordinal);

    /// <summary>Looks until the agent stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(PeriodSeconds), time, cancellation);
            try { await CollectAsync(cancellation); }
            catch (RuntimeException e) { logger.LogDebug("images could not be looked through: {Cause}", e.Message); }
        }
    }

    /// <summary>Bytes to free for a use between the two marks; 0: it is below the high one.</summary>
    internal static long ToFree(DiskSpace disk, int highPercent, int lowPercent)
    {
        if (disk.Capacity == 0 || highPercent >= 100) { return 0; }
        var used = disk.Capacity - disk.Available;
        return used * 100 < disk.Capacity * highPercent ? 0 : used - (disk.Capacity / 100 * lowPercent);
    }

    /// <summary>Images to remove, those unused for longest first, until so much is freed.</summary>
    internal static ImmutableArray<ImageActual> Surplus(NodeAgentOptions options, IEnumerable<(ImageActual Image, DateTimeOffset Used, DateTimeOffset Detected)> unused, long toFree, DateTimeOffset now)
    {
        var chosen = ImmutableArray.CreateBuilder<ImageActual>();
        foreach (var (image, used, detected) in unused.Where(static u => !u.Image.Pinned).OrderBy(static u => u.Used).ThenBy(static u => u.Detected))
        {
            // Of one that was never used nobody knows how long it has not been; it is known since it was first seen.
            var isOld = options.ImageAgeMax > TimeSpan.Zero && now - (used > detected ? used : detected) > options.ImageAgeMax;
            if (!isOld && (toFree <= 0 || now - detected < options.ImageAgeMin)) { continue; }
            chosen.Add(image);
            toFree -= image.SizeBytes;
        }
        return chosen.ToImmutable();
    }

    private async Task CollectAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var inUse = wanted();
        var images = await runtime.ListImagesAsync(cancellation);
        foreach (var image in images)
        {
            var known = _seen.TryGetValue(image.Id, out var seen) ? seen : (Detected: now, Used: default);
            _seen[image.Id] = IsUsed(image, inUse) ? (known.Detected, now) : known;
        }
        records.Prune(images.Select(static i => i.Id).ToHashSet(StringComparer.Ordinal), now);
        foreach (var gone in _seen.Keys.Except(images.Select(static i => i.Id)).ToList()) { _seen.Remove(gone); }
        var toFree = isPressed() ? long.MaxValue : ToFree(DiskSpace.Of(options.RootFolder), options.ImageHighPercent, options.ImageLowPercent);
        foreach (var image in Surplus(options, images.Where(i => !IsUsed(i, inUse)).Select(i => (i, _seen[i.Id].Used, _seen[i.Id].Detected)), toFree, now))
        {
            logger.LogInformation("image {Image} is removed: the disk fills, or nobody has used it for long", image.Tags is [var tag, ..] ? tag : image.Id);
            await runtime.RemoveImageAsync(image.Id, cancellation);
            _seen.Remove(image.Id);
        }
    }

    private static bool IsUsed(ImageActual image, IReadOnlySet<string> inUse) =>
        inUse.Contains(image.Id) || image.Tags.Any(inUse.Contains) || image.Digests.Any(inUse.Contains);
}
