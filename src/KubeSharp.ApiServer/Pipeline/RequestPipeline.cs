using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.FlowControl;
using KubeSharp.ApiServer.Tracing;
using KubeSharp.Machinery.Tracing;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>
/// A request, top to bottom:
/// 1. request info (<see cref="RequestInfoReader"/>)
/// 2. authenticate (<see cref="Authenticating"/>, Authentication/)
/// 3. record (Audit/, Tracing/)
/// 4. impersonate (<see cref="Impersonation"/>)
/// 5. wait for a turn (FlowControl/)
/// 6. authorize (<see cref="Authorizing"/>, Authorization/)
/// 7. dispatch (<see cref="RequestDispatch"/>): health, discovery, OpenAPI, or a resource: its endpoint (Endpoints/), which decodes, admits,
///    completes, validates and stores (Registry/), or reads (WatchCache/), and encodes.
/// What is thrown on the way becomes a Status here and nowhere else.
/// </summary>
public sealed partial class RequestPipeline(
    Authenticating authenticating, IReadOnlyList<IAuthorizer> authorizers, RequestAudit audit, RequestFlows flows, RequestDispatch dispatch, RequestMetrics metrics, TimeProvider time, ILogger<RequestPipeline> logger)
{
    /// <summary>Makes the spans of requests; null: they are not traced.</summary>
    public Tracer? Tracer { get; init; }

    /// <summary>The most that a request may take which does not last by its nature; default a minute.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Serves one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var start = time.GetTimestamp();
        var scope = new RequestScope(http, RequestInfoReader.Read(http.Request.Method, http.Request.Path.Value ?? "/", http.Request.Query));
        http.Features.Set(scope);
        metrics.Begin(scope.Info);
        http.Response.Headers["Audit-Id"] = http.Request.Headers.TryGetValue("Audit-ID", out var given) ? given : Guid.NewGuid().ToString();
        var hasPanicked = false;
        http.Response.Headers.CacheControl = "no-cache, private";
        RequestDeadline? deadline = null;
        Span? span = null;
        try
        {
            deadline = RequestDeadline.Begin(http, scope.Info, Longest, time);
            await IdentifyAsync(scope).ConfigureAwait(false);
            span = Tracer is null ? null : RequestSpans.Serve(Tracer, scope);
            audit.Received(scope);
            scope.User = await Impersonation.ApplyAsync(scope, authorizers).ConfigureAwait(false);
            using var seat = await flows.EnterAsync(scope).ConfigureAwait(false);
            await AuthorizeAsync(scope).ConfigureAwait(false);
            await dispatch.HandleAsync(scope).ConfigureAwait(false);
        }
        catch (StatusException e) { await RefuseAsync(http, e.Status).ConfigureAwait(false); }
        catch (StoreUnavailableException e)
        {
            LogFailure(e, http.Request.Method, http.Request.Path);
            await RefuseAsync(http, new Status(500, StatusReason.InternalError, $"Internal error occurred: {e.Message}")).ConfigureAwait(false);
        }
        catch (Exception e) when (deadline is { IsOver: true } && e is (OperationCanceledException or IOException or ConnectionResetException))
        {
            deadline.Dispose();
            await RefuseAsync(http, RequestDeadline.Refusal()).ConfigureAwait(false);
        }
        // The client is gone: there is nobody to tell.
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested && e is (OperationCanceledException or IOException or ConnectionResetException)) { }
        catch (BadHttpRequestException e) { await RefuseAsync(http, new Status(e.StatusCode, StatusReason.BadRequest, e.Message)).ConfigureAwait(false); }
        // The HTTP edge: whatever went wrong, the next request must be served.
        catch (Exception e)
        {
            hasPanicked = true;
            LogFailure(e, http.Request.Method, http.Request.Path);
            await RefuseAsync(http, new Status(500, StatusReason.InternalError, $"Internal error occurred: {e.GetType().Name}")).ConfigureAwait(false);
        }
        deadline?.Dispose();
        audit.Completed(scope, hasPanicked);
        span?.Answered(http.Response.StatusCode, failsFrom: 500);
        span?.Dispose();
        var duration = time.GetElapsedTime(start);
        metrics.End(scope.CountedAs ?? scope.Info, http.Response.StatusCode, duration, RequestMetrics.DryRun(http.Request.Query["dryRun"]), RequestMetrics.SystemClient(http.Request.Headers.UserAgent));
        metrics.Stages.Ended(scope.Info, http, duration);
    }

    // Who could not say who they are are recorded, too.
    private async ValueTask IdentifyAsync(RequestScope scope)
    {
        var start = time.GetTimestamp();
        try
        {
            scope.User = await authenticating.IdentifyAsync(scope.Http).ConfigureAwait(false);
            metrics.Stages.Authenticated(scope.Http, scope.User, time.GetElapsedTime(start), time.GetUtcNow());
        }
        catch (StatusException e) when (e.Is(StatusReason.Unauthorized))
        {
            metrics.Stages.Authenticated(scope.Http, null, time.GetElapsedTime(start), time.GetUtcNow());
            audit.Unauthenticated(scope);
            throw;
        }
    }

    private async ValueTask AuthorizeAsync(RequestScope scope)
    {
        var (start, isAllowed) = (time.GetTimestamp(), false);
        try
        {
            await Authorizing.RequireAsync(Authorizing.Of(scope), authorizers, scope.Cancellation).ConfigureAwait(false);
            isAllowed = true;
        }
        finally { metrics.Stages.Authorized(isAllowed, time.GetElapsedTime(start)); }
    }

    private static async Task RefuseAsync(HttpContext http, Status status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }
        try
        {
            await Answer.WriteAsync(http, status).ConfigureAwait(false);
            await UnreadBody.SkipAsync(http).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException) { }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailure(Exception exception, string method, string path);
}
