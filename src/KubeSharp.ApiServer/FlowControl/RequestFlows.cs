using System.Globalization;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>
/// Lets requests in, as many at once as the server has seats for, by priority and in fair turns. <paramref name="countOf"/> says how many objects
/// a resource (qualified plural) has. Source: API Priority and Fairness.
/// </summary>
public sealed class RequestFlows(FlowTable table, Func<string, int> countOf)
{
    private const int RetryAfterSeconds = 1;

    /// <summary>Waits for the request's turn. What is returned is disposed of when the request is done; null where nothing is held.</summary>
    /// <exception cref="StatusException">429: there are too many.</exception>
    public async ValueTask<Seat?> EnterAsync(RequestScope scope)
    {
        var isLongRunning = RequestWork.IsLongRunning(scope.Info);
        if ((isLongRunning && scope.Info.Verb != "watch") || Find(scope) is not var (schema, level)) { return null; }
        scope.Http.Response.Headers["X-Kubernetes-PF-FlowSchema-UID"] = schema.Uid;
        scope.Http.Response.Headers["X-Kubernetes-PF-PriorityLevel-UID"] = level.Settings.Uid;
        var (seat, reason) = await level.EnterAsync(new(schema.Name, schema.FlowOf(scope.User, scope.Info), scope.User.Name, scope.Info), Width(scope), scope.Cancellation).ConfigureAwait(false);
        if (seat is null) { throw StatusException.TooManyRequests($"Too many requests, please try again later. ({reason})", RetryAfterSeconds); }
        if (isLongRunning)
        {
            // A watch is work until it has begun.
            scope.Http.Response.OnStarting(static held => { ((Seat)held).Dispose(); return Task.CompletedTask; }, seat);
        }
        return seat;
    }

    private (FlowSchema Schema, PriorityLevel Level)? Find(RequestScope scope)
    {
        foreach (var schema in table.Schemas)
        {
            if (schema.Matches(scope.User, scope.Info) && table.Level(schema.Level) is { } level) { return (schema, level); }
        }
        return null;
    }

    private int Width(RequestScope scope)
    {
        if (scope.Info.Verb != "list") { return 1; }
        var count = countOf(scope.Info.Group.Length == 0 ? scope.Info.Resource : $"{scope.Info.Resource}.{scope.Info.Group}");
        return RequestWork.SeatsOf(scope.Info, count, int.TryParse(scope.Query("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 0);
    }
}
