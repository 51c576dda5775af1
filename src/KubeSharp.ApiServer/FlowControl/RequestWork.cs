using KubeSharp.ApiServer.Pipeline;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>How much work a request is. Pure. Source: API Priority and Fairness, recap of seats.</summary>
public static class RequestWork
{
    private const int ObjectsPerSeat = 100;
    private const int SeatsMax = 10;

    /// <summary>Lasts as long as the client likes: it holds no seat (a watch only until it has begun).</summary>
    public static bool IsLongRunning(RequestInfo request) =>
        request.IsResourceRequest ? request.Verb == "watch" || request.Subresource is "attach" or "exec" or "proxy" or "log" or "portforward" : request.Path.StartsWith("/debug/pprof/", StringComparison.Ordinal);

    /// <summary>Seats: one, and for a list more by the objects it goes through.</summary>
    public static int SeatsOf(RequestInfo request, int objects, int limit)
    {
        if (request.Verb is not "list" || request.Name.Length > 0) { return 1; }
        var read = limit > 0 ? Math.Min(limit, objects) : objects;
        return Math.Clamp((read + ObjectsPerSeat - 1) / ObjectsPerSeat, 1, SeatsMax);
    }
}
