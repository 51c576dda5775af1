using System.Globalization;
using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.History;

/// <summary>
/// Finds the revision of a moment. The API tells no times of revisions, so the leases are the clock (nodes and leaders renew theirs every few seconds),
/// and with them the times at which the managers of the wanted objects wrote.
/// </summary>
internal sealed class Moments(ServerConnection server, TimeProvider time)
{
    private const string Leases = "/apis/coordination.k8s.io/v1/leases";

    /// <summary>The revision that --at means: a revision, a time (RFC 3339), or a duration before now.</summary>
    /// <exception cref="CliException">It is none of them, or lies before what the server keeps.</exception>
    public async Task<long> RevisionAsync(string at, ResourceType type, string ns, CancellationToken cancellation)
    {
        if (long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)) { return revision > 0 ? revision : throw Malformed(at); }
        return await SearchAsync(Parse(at, time.GetUtcNow()) ?? throw Malformed(at), type, ns, cancellation);
    }

    /// <summary>The moment of a time or of a duration before now; null: the text is neither. Pure.</summary>
    public static DateTimeOffset? Parse(string at, DateTimeOffset now)
    {
        if (GoDuration.TryParse(at, out var ago)) { return now - ago.Duration(); }
        return DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment) ? moment : null;
    }

    /// <summary>The newest time that objects tell of: when they were made, written or renewed; null: none tells of any. Pure.</summary>
    public static DateTimeOffset? Newest(IEnumerable<Node> objects)
    {
        DateTimeOffset? newest = null;
        foreach (var text in objects.SelectMany(Times))
        {
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && !(moment <= newest)) { newest = moment; }
        }
        return newest;
    }

    private static CliException Malformed(string at) => new($"--at: \"{at}\" is no revision, no time (2006-01-02T15:04:05Z) and no duration (5m)");

    private static IEnumerable<string?> Times(Node content)
    {
        yield return content.TextAt("metadata", "creationTimestamp");
        yield return content.TextAt("spec", "renewTime");
        foreach (var entry in content.At("metadata", "managedFields") as ArrayNode ?? ArrayNode.Empty) { yield return entry.TextAt("time"); }
    }

    // The newest revision whose clock does not stand after the moment.
    private async Task<long> SearchAsync(DateTimeOffset moment, ResourceType type, string ns, CancellationToken cancellation)
    {
        var newest = await new PastStates(server).NewestAsync(type, ns, cancellation);
        if (await ClockAsync(type, ns, newest, cancellation) is not { } now) { throw new CliException("the server tells no times of its revisions (no leases, no managed fields): give a revision"); }
        if (now <= moment) { return newest; }
        var (before, after, reached) = (0L, newest, now);
        var isFound = false;
        while (after - before > 1)
        {
            var probe = before + ((after - before) / 2);
            try
            {
                var clock = await ClockAsync(type, ns, probe, cancellation);
                if (clock is null || clock <= moment) { (before, isFound) = (probe, true); }
                else { (after, reached) = (probe, clock.Value); }
            }
            catch (StatusException e) when (PastStates.IsExpired(e)) { before = probe; }
        }
        return isFound ? before : throw new CliException($"the server keeps no revision of {moment.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}: the oldest is {after} of about {reached.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
    }

    private async Task<DateTimeOffset?> ClockAsync(ResourceType type, string ns, long revision, CancellationToken cancellation)
    {
        var wanted = await ItemsAsync(type.PathOf(ns), revision, cancellation);
        try { return Newest([.. wanted, .. await ItemsAsync(Leases, revision, cancellation)]); }
        catch (StatusException e) when (e.Is(StatusReason.Forbidden)) { return Newest(wanted); }
    }

    private async Task<IEnumerable<Node>> ItemsAsync(string path, long revision, CancellationToken cancellation) =>
        (await server.GetAsync($"{path}?{PastStates.Exactly(revision)}", cancellation)).At("items") as ArrayNode ?? ArrayNode.Empty;
}
