using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>Follows the logs of all pods that the selector fits, also of those that appear or start again later, until interrupted.</summary>
/// <param name="followedMax">Most logs followed at once; further ones wait until one ends.</param>
internal sealed class LogFollower(CommandContext context, int followedMax)
{
    private readonly HashSet<(string Uid, string Container, long Restarts)> _seen = [];
    private readonly List<Task> _copies = [];

    /// <summary>Follows what is there, then what comes.</summary>
    /// <param name="first">The containers that are there.</param>
    /// <param name="sourcesOf">The wanted containers of a pod.</param>
    /// <param name="copy">Copies one log until it ends.</param>
    public async Task RunAsync(IReadOnlyList<LogsCommand.Source> first, Func<ObjectNode, IEnumerable<LogsCommand.Source>> sourcesOf, Func<LogsCommand.Source, Task> copy)
    {
        foreach (var source in first) { await FollowAsync(source, copy); }
        var server = await context.ServerAsync();
        var path = $"/api/v1/namespaces/{await context.NamespaceAsync()}/pods?labelSelector={Uri.EscapeDataString(context.Flags.Text("selector"))}";
        while (!context.Cancellation.IsCancellationRequested)
        {
            try
            {
                // Without a version a watch begins with all that is there: what was seen is passed over.
                await foreach (var (kind, pod) in WatchCommand.EventsAsync(server, path + "&watch=true", "application/json", context.Cancellation))
                {
                    if (kind == "DELETED" || pod is not ObjectNode content) { continue; }
                    foreach (var source in sourcesOf(content).Where(IsStarted)) { await FollowAsync(source with { Pod = content }, copy); }
                }
            }
            catch (StatusException e) when (e.Is(StatusReason.Expired)) { }
        }
    }

    private async Task FollowAsync(LogsCommand.Source source, Func<LogsCommand.Source, Task> copy)
    {
        if (!IsStarted(source) || !_seen.Add((source.Pod.Text("metadata", "uid"), source.Container, StatusOf(source).Number("restartCount")))) { return; }
        _copies.RemoveAll(static c => c.IsCompleted);
        if (_copies.Count >= followedMax) { await Task.WhenAny(_copies); }
        _copies.Add(copy(source));
    }

    private static bool IsStarted(LogsCommand.Source source) => StatusOf(source) is { } status && (status.At("state", "running") is not null || status.At("state", "terminated") is not null);

    private static Node? StatusOf(LogsCommand.Source source) => source.Pod.Items("status", "containerStatuses").Concat(source.Pod.Items("status", "initContainerStatuses")).Concat(source.Pod.Items("status", "ephemeralContainerStatuses"))
        .FirstOrDefault(s => s.Text("name") == source.Container);
}
